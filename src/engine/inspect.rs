//! One look at an address by itself, outside of any library: nothing is kept.

use crate::engine::discover;
use crate::fetch::client::Fetcher;
use crate::fetch::limits::Limits;
use crate::fetch::network::Network;
use crate::model::http::{Body, Get};
use crate::model::report::Failure;

/// The one status of an answer that has a body (RFC 9110 §15.3.1).
pub const STATUS: u16 = 200;

/// What the server gives for an address.
///
/// # Errors
/// Why it gave nothing.
pub async fn fetch(url: &str, limits: Limits, network: Network) -> Result<Body, Failure> {
    let doing = format!("fetching {url}");
    let fetcher =
        Fetcher::new(limits, network).map_err(|error| Failure::new(doing.clone(), error))?;
    let got = discover::get(&fetcher, Get::plain(url)).await;
    got.map(|(body, _)| body).map_err(|refusal| Failure {
        doing,
        why: refusal.why,
        hint: refusal.hint,
    })
}
