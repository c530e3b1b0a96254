//! The HTTP clients: one for each way through the network that somebody wants, made when it is first
//! taken. Each sends the same few headers and no others.

use crate::fetch::client::FetchError;
use crate::fetch::limits::Limits;
use crate::fetch::names::Names;
use crate::fetch::network::{Network, certificates};
use crate::model::way::Proxy;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue};
use reqwest::{Certificate, Client, ClientBuilder, redirect, retry};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use url::Url;

/// Says who asks and where to complain; the same for every request and every person.
const USER_AGENT: &str = concat!(
    "postil/",
    env!("CARGO_PKG_VERSION"),
    " (+https://github.com/postil-reader/postil)"
);

/// Feeds first, and Atom before RSS because only Atom tells which comment answers which; pages
/// because a person may give the address of one to find its feed.
const FEEDS: &str = "application/atom+xml, application/rss+xml;q=0.9, application/feed+json;q=0.9, \
    application/rdf+xml;q=0.8, application/xml;q=0.7, text/xml;q=0.7, text/html;q=0.5, */*;q=0.1";

/// No zstd: its window may be as large as the sender likes.
const COMPRESSIONS: &str = "gzip, br";

/// A connection is kept this long for the next feed of the same server.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// All clients.
#[derive(Debug)]
pub(crate) struct Clients {
    network: Network,
    limits: Limits,
    authorities: Vec<Certificate>,
    names: Names,
    surroundings: Surroundings,
    made: Mutex<HashMap<Option<Proxy>, Client>>,
}

/// The proxies the environment names, as they were when the program started.
struct Surroundings(Matcher);

impl std::fmt::Debug for Surroundings {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A proxy's address may hold a password.
        out.write_str("Surroundings")
    }
}

impl Clients {
    pub(crate) fn new(limits: &Limits, network: Network) -> Result<Self, FetchError> {
        // An error says that another provider is installed already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let clients = Self {
            authorities: certificates(&network.authorities)?,
            network,
            limits: limits.clone(),
            names: Names::default(),
            surroundings: Surroundings(Matcher::from_env()),
            made: Mutex::default(),
        };
        clients.client(None)?;
        Ok(clients)
    }

    /// The client for one way: through this proxy, or the usual one.
    pub(crate) fn client(&self, proxy: Option<&Proxy>) -> Result<Client, FetchError> {
        let proxy = proxy.or(self.network.proxy.as_ref());
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = made.get(&proxy.cloned()) {
            return Ok(client.clone());
        }
        let client = self.builder(proxy)?.build().or_else(|error| {
            if !self.authorities.is_empty() {
                return Err(FetchError::Setup(error.without_url()));
            }
            // A machine without any certificates can still read what is not encrypted; all else
            // fails with a word on whom it does not trust.
            let bare = self.builder(proxy)?.tls_certs_only([]).build();
            bare.map_err(|error| FetchError::Setup(error.without_url()))
        })?;
        made.insert(proxy.cloned(), client.clone());
        Ok(client)
    }

    /// Lets go of all connections.
    pub(crate) fn forget_connections(&self) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.clear();
    }

    /// Where an address leads, unless somebody else looks that up: a proxy, or a fixed name. With
    /// `public`, nowhere private.
    pub(crate) async fn look_up(
        &self,
        url: &Url,
        public: bool,
        proxy: Option<&Proxy>,
    ) -> Result<Option<IpAddr>, crate::fetch::trouble::Trouble> {
        let name = url.host_str().unwrap_or_default();
        if let Some(at) = self.network.hosts.get(&name.to_lowercase()) {
            return Ok(Some(at.ip()));
        }
        if self.is_proxied(url, proxy) {
            return Ok(None);
        }
        self.names.look_up(url, public, self.limits.connect).await
    }

    /// Whether somebody else asks in our place.
    pub(crate) fn is_proxied(&self, url: &Url, proxy: Option<&Proxy>) -> bool {
        match proxy.or(self.network.proxy.as_ref()) {
            Some(Proxy::At(_)) => true,
            Some(Proxy::None) => false,
            None => {
                let uri = url.as_str().parse().ok();
                self.network.hosts.is_empty()
                    && uri.is_some_and(|uri| self.surroundings.0.intercept(&uri).is_some())
            }
        }
    }

    fn builder(&self, proxy: Option<&Proxy>) -> Result<ClientBuilder, FetchError> {
        let limits = &self.limits;
        let mut always = HeaderMap::new();
        always.insert(ACCEPT, HeaderValue::from_static(FEEDS));
        always.insert(ACCEPT_ENCODING, HeaderValue::from_static(COMPRESSIONS));
        let mut builder = Client::builder()
            .user_agent(USER_AGENT)
            .default_headers(always)
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(retry::never())
            .connect_timeout(limits.connect)
            .read_timeout(limits.idle)
            .http1_max_headers(limits.header_lines)
            .http2_max_header_list_size(u32::try_from(limits.headers).unwrap_or(u32::MAX))
            .pool_idle_timeout(KEEP_ALIVE)
            .pool_max_idle_per_host(1)
            .tls_certs_merge(self.authorities.iter().cloned());
        match proxy {
            Some(Proxy::At(address)) => {
                let proxy = reqwest::Proxy::all(&address.0)
                    .map_err(|error| FetchError::Proxy(error.without_url()))?;
                return Ok(builder.proxy(proxy));
            }
            Some(Proxy::None) => builder = builder.no_proxy(),
            None if !self.network.hosts.is_empty() => builder = builder.no_proxy(),
            None => {}
        }
        for (name, address) in &self.network.hosts {
            builder = builder.resolve_to_addrs(&name.to_lowercase(), &[*address]);
        }
        Ok(builder.dns_resolver(self.names.clone()))
    }
}
