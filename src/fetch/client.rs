//! One GET: sent with nothing a server could know a person by, followed through its redirects,
//! and read within the limits.

use crate::fetch::headers;
use crate::fetch::limits::Limits;
use crate::fetch::origins::Origins;
use crate::fetch::route::{self, Route};
use crate::fetch::trouble::Trouble;
use crate::model::http::{Answer, Body, Get, Validators};
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LINK, LOCATION,
};
use reqwest::{Client, ClientBuilder, Response, redirect, retry};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
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

/// Link headers that are kept.
const MOST_LINKS: usize = 32;

/// A connection is kept this long for the next feed of the same server.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// The network cannot be used at all.
#[derive(Debug, Error)]
pub enum FetchError {
    #[error("the network could not be set up: {0}")]
    Setup(#[from] reqwest::Error),
}

/// Sends requests. Cheap to clone; clones share their connections.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: Client,
    limits: Arc<Limits>,
    origins: Arc<Origins>,
}

impl Fetcher {
    /// `hosts` are names that stand for a fixed address and port; with any, no proxy is used.
    pub fn new(limits: Limits, hosts: HashMap<String, SocketAddr>) -> Result<Self, FetchError> {
        // An error says that another provider is installed already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let hosts = hosts.into_iter();
        let hosts: Vec<_> = hosts.map(|(name, at)| (name.to_lowercase(), at)).collect();
        let client = builder(&limits, &hosts).build().or_else(|_| {
            // A machine without any certificates can still read what is not encrypted; all else
            // fails with a word on whom it does not trust.
            builder(&limits, &hosts).tls_certs_only([]).build()
        })?;
        Ok(Self {
            client,
            limits: Arc::new(limits),
            origins: Arc::default(),
        })
    }

    /// Asks once and follows redirects. Every kind of trouble is an answer.
    ///
    /// Validators are sent only to the address they came from.
    pub async fn get(&self, get: &Get) -> Answer {
        let answer = match tokio::time::timeout(self.limits.total, self.follow(get)).await {
            Ok(answer) => answer,
            Err(_) => Err(Trouble::Slow),
        };
        answer.unwrap_or_else(|trouble| Answer::Unreachable {
            why: trouble.to_string(),
        })
    }

    async fn follow(&self, get: &Get) -> Result<Answer, Trouble> {
        let mut route = Route::new(&get.url, &self.limits)?;
        let origin = self.origins.of(get, route.start());
        loop {
            let conditions = (*route.here() == origin).then_some(&get.validators);
            let response = self.send(route.here(), conditions).await?;
            let status = response.status().as_u16();
            let location =
                location(response.headers()).filter(|_| matches!(status, 301..=303 | 307 | 308));
            match location {
                Some(location) if route.follow(status, &location, &self.limits)? => {}
                _ => return self.answer(get, &route, response).await,
            }
        }
    }

    async fn send(&self, url: &Url, conditions: Option<&Validators>) -> Result<Response, Trouble> {
        let mut request = self.client.get(url.clone());
        if let Some(validators) = conditions {
            request = request.headers(conditional(validators));
        }
        let sent = request.send().await;
        sent.map_err(|error| Trouble::of(error, &route::host(url)))
    }

    async fn answer(
        &self,
        get: &Get,
        route: &Route,
        response: Response,
    ) -> Result<Answer, Trouble> {
        let headers = response.headers();
        let (validators, hints) = (headers::validators(headers), headers::hints(headers));
        match response.status().as_u16() {
            200 => {
                let content_type = text(headers, &CONTENT_TYPE);
                let links = links(headers);
                let bytes = self.read(response, route.here()).await?;
                self.origins
                    .remember(route.start(), route.here(), &validators);
                Ok(Answer::Fresh(Body {
                    bytes,
                    content_type,
                    links,
                    url: without_login(route.here()),
                    moved_to: route.moved_to().map(Url::to_string),
                    validators,
                    hints,
                }))
            }
            304 => {
                let now_valid = Validators {
                    etag: validators.etag.clone().or(get.validators.etag.clone()),
                    last_modified: validators
                        .last_modified
                        .clone()
                        .or(get.validators.last_modified.clone()),
                };
                self.origins
                    .remember(route.start(), route.here(), &now_valid);
                Ok(Answer::NotModified {
                    validators,
                    hints,
                    moved_to: route.moved_to().map(Url::to_string),
                })
            }
            410 => Ok(Answer::Gone),
            status => Ok(Answer::Refused { status, hints }),
        }
    }

    /// The whole body, piece by piece: what it unpacks to is known only by unpacking it.
    async fn read(&self, mut response: Response, url: &Url) -> Result<Vec<u8>, Trouble> {
        let limit = self.limits.body;
        let too_large = Trouble::Large(limit);
        let announced = response.content_length().unwrap_or(0);
        if usize::try_from(announced).is_ok_and(|announced| announced > limit) {
            return Err(too_large);
        }
        let mut bytes = Vec::new();
        loop {
            let chunk = response.chunk().await;
            let Some(chunk) = chunk.map_err(|error| Trouble::of(error, &route::host(url)))? else {
                return Ok(bytes);
            };
            if bytes.len() + chunk.len() > limit {
                return Err(too_large);
            }
            bytes.extend_from_slice(&chunk);
        }
    }
}

fn builder(limits: &Limits, hosts: &[(String, SocketAddr)]) -> ClientBuilder {
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
        .pool_idle_timeout(KEEP_ALIVE)
        .pool_max_idle_per_host(1);
    if !hosts.is_empty() {
        builder = builder.no_proxy();
    }
    for (name, address) in hosts {
        builder = builder.resolve_to_addrs(name, &[*address]);
    }
    builder
}

/// A conditional request (RFC 9110 §13.1): both validators, byte for byte.
fn conditional(validators: &Validators) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let pairs = [
        (IF_NONE_MATCH, &validators.etag),
        (IF_MODIFIED_SINCE, &validators.last_modified),
    ];
    for (name, validator) in pairs {
        let value = validator
            .as_deref()
            .map(|text| HeaderValue::from_bytes(text.as_bytes()));
        if let Some(Ok(value)) = value {
            headers.insert(name, value);
        }
    }
    headers
}

/// Where a redirect points. Some servers write the address unencoded.
fn location(headers: &HeaderMap) -> Option<String> {
    text(headers, &LOCATION)
}

/// What the answer links to; nobody says more of one page in earnest.
fn links(headers: &HeaderMap) -> Vec<String> {
    let all = headers.get_all(LINK).into_iter().take(MOST_LINKS);
    all.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect()
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    Some(String::from_utf8_lossy(value).into_owned())
}

/// An address links are resolved against; a password in it would end up in every one of them.
fn without_login(url: &Url) -> String {
    let mut url = url.clone();
    // Both fail only where there is no host, and then nothing was asked.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}
