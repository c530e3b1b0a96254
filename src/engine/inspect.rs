//! One look at an address by itself, outside of any library: nothing is kept.

use crate::engine::discover;
use crate::fetch::client::Fetcher;
use crate::fetch::limits::Limits;
use crate::model::http::Body;
use crate::model::report::Failure;
use std::collections::HashMap;

/// The one status of an answer that has a body (RFC 9110 §15.3.1).
pub const STATUS: u16 = 200;

/// What the server gives for an address.
///
/// # Errors
/// Why it gave nothing.
pub async fn fetch(url: &str, limits: Limits) -> Result<Body, Failure> {
    let doing = format!("fetching {url}");
    let fetcher =
        Fetcher::new(limits, HashMap::new()).map_err(|error| Failure::new(doing.clone(), error))?;
    let got = discover::get(&fetcher, url).await;
    got.map_err(|refusal| Failure {
        doing,
        why: refusal.why,
        hint: refusal.hint,
    })
}
