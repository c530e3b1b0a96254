//! Where a name leads, looked at before anybody is asked there.
//!
//! A name on the open web may stand for an address in the private network. Where the person typed that
//! name it is theirs to decide; where a server pointed there it is refused. The addresses that were
//! looked at are the ones that are used: a name that leads elsewhere a moment later is not asked again.

use crate::fetch::nearby::is_local_address;
use crate::fetch::trouble::Trouble;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use url::{Host, Url};

/// Names that were looked up, with the addresses that may be asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(Arc<Mutex<HashMap<String, Vec<SocketAddr>>>>);

impl Names {
    /// The first address that may be asked for this host. With `public`, none in a private network may.
    pub(crate) async fn look_up(
        &self,
        url: &Url,
        public: bool,
        patience: Duration,
    ) -> Result<Option<IpAddr>, Trouble> {
        let name = match url.host() {
            Some(Host::Domain(name)) => name.to_owned(),
            Some(Host::Ipv4(address)) => return Ok(Some(address.into())),
            Some(Host::Ipv6(address)) => return Ok(Some(address.into())),
            None => return Ok(None),
        };
        let port = url.port_or_known_default().unwrap_or(80);
        let found = tokio::net::lookup_host((name.clone(), port));
        let found = match tokio::time::timeout(patience, found).await {
            Ok(Ok(found)) => found.collect::<Vec<_>>(),
            Ok(Err(_)) => return Err(Trouble::NoHost(name)),
            Err(_) => return Err(Trouble::NoConnection(name)),
        };
        let allowed = allowed(found, public);
        let first = allowed.first().map(SocketAddr::ip);
        if first.is_none() {
            return Err(Trouble::Private(name));
        }
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.insert(name, allowed);
        Ok(first)
    }
}

fn allowed(found: Vec<SocketAddr>, public: bool) -> Vec<SocketAddr> {
    let may = |address: &SocketAddr| !public || !is_local_address(address.ip());
    found.into_iter().filter(may).collect()
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = names.get(name.as_str()).cloned();
        Box::pin(async move {
            let addresses: Addrs = match known {
                Some(known) => Box::new(known.into_iter()),
                // Only a proxy of the surroundings is asked for without having been looked up.
                None => Box::new(
                    tokio::net::lookup_host((name.as_str(), 0))
                        .await?
                        .collect::<Vec<_>>()
                        .into_iter(),
                ),
            };
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s16_a_public_name_that_leads_into_the_private_network_leads_nowhere() {
        let address = |text: &str| text.parse::<SocketAddr>().expect("an address");
        let both = vec![address("127.0.0.1:80"), address("[2001:db8::1]:80")];
        assert_eq!(allowed(both.clone(), false), both);
        assert_eq!(allowed(both, true), [address("[2001:db8::1]:80")]);
        let hidden = vec![address("10.0.0.1:80"), address("[::ffff:127.0.0.1]:80")];
        assert!(allowed(hidden, true).is_empty());
    }
}
