//! The web: one GET over HTTP, followed through its redirects, and read within the limits.

use crate::fetch::client::Fetcher;
use crate::fetch::headers;
use crate::fetch::limits::Limits;
use crate::fetch::login::Shown;
use crate::fetch::route::{self, Route};
use crate::fetch::trouble::Trouble;
use crate::fetch::turns::Turn;
use crate::model::http::{Answer, Body, Get, Hop, Trace, Validators};
use reqwest::header::{
    CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LINK,
    LOCATION, USER_AGENT,
};
use reqwest::{Client, Response};
use url::Url;

/// Link headers that are kept.
const MOST_LINKS: usize = 32;

/// Bytes of a refusal that are looked at.
const MOST_SAID: usize = 16 * 1024;

/// Asks for only what is new, of those who can tell (RFC 3229 §10.5.3).
const DELTA: (&str, &str) = ("a-im", "feed");

/// Asks, and notes in `trace` what is seen.
pub(crate) async fn ask(
    fetcher: &Fetcher,
    get: &Get,
    trace: &mut Trace,
) -> Result<Answer, Trouble> {
    let route = Route::new(&get.url, &fetcher.limits)?;
    let login = match &get.way.login {
        Some(login) => Some(fetcher.secrets.shown(login).await?),
        None => None,
    };
    let client = fetcher
        .clients
        .client(get.way.proxy.as_ref())
        .map_err(|error| Trouble::Setup(error.to_string()))?;
    let asking = Asking {
        fetcher,
        get,
        login,
        client,
    };
    // Others' turns are not this server's fault.
    let turn = asking.turn(&route).await?;
    let limit = fetcher.limits.total;
    let answer = tokio::time::timeout(limit, asking.follow(route, turn, trace)).await;
    answer.unwrap_or(Err(Trouble::Slow))
}

/// One GET under way.
struct Asking<'a> {
    fetcher: &'a Fetcher,
    get: &'a Get,
    login: Option<Shown>,
    client: Client,
}

impl Asking<'_> {
    async fn follow(
        &self,
        mut route: Route,
        mut turn: Turn,
        trace: &mut Trace,
    ) -> Result<Answer, Trouble> {
        loop {
            let conditions = self.conditions(&route);
            (trace.status, trace.headers) = (None, Vec::new());
            trace.conditional = conditions.is_some_and(|conditions| !conditions.is_empty());
            let response = self.send(&route, conditions).await?;
            let status = response.status().as_u16();
            trace.status = Some(status);
            trace.headers = headers::telling(response.headers());
            short_enough(response.headers(), &self.fetcher.limits)?;
            let location =
                location(response.headers()).filter(|_| matches!(status, 301..=303 | 307 | 308));
            match location {
                Some(location) if route.follow(status, &location, &self.fetcher.limits)? => {
                    let to = without_login(route.here());
                    trace.hops.push(Hop { status, to });
                    rest(response).await;
                    drop(turn);
                    turn = self.turn(&route).await?;
                }
                _ => {
                    // Who was not asked for only what is new has nothing to say about it.
                    let delta = conditions.is_some_and(|conditions| conditions.etag.is_some());
                    return self.answer(&route, response, delta, trace).await;
                }
            }
        }
    }

    /// Waits until the host may be asked, and makes sure of where it is.
    async fn turn(&self, route: &Route) -> Result<Turn, Trouble> {
        let here = route.here();
        let proxy = self.get.way.proxy.as_ref();
        let public = route.must_be_public();
        let address = self.fetcher.clients.look_up(here, public, proxy).await?;
        let port = here.port_or_known_default().unwrap_or_default();
        let name = format!("{}:{port}", route::host(here));
        if self.get.resting.contains(&name) {
            return Err(Trouble::Resting(route::host(here)));
        }
        // Nobody planned to ask a host that a redirect leads to.
        let gap = (!route.is_at_origin()).then_some(self.fetcher.limits.gap);
        let turn = self.fetcher.turns.take(&name, address, gap);
        tokio::time::timeout(self.fetcher.limits.turn, turn)
            .await
            .map_err(|_| Trouble::Busy(route::host(here)))
    }

    /// The validators, if they came from the address that is asked now.
    fn conditions(&self, route: &Route) -> Option<&Validators> {
        let origin = match &self.get.origin {
            Some(origin) => Url::parse(origin).ok(),
            None => Some(route.start().clone()),
        };
        let is_here = origin.is_some_and(|origin| bare(&origin) == bare(route.here()));
        is_here.then_some(&self.get.validators)
    }

    async fn send(
        &self,
        route: &Route,
        conditions: Option<&Validators>,
    ) -> Result<Response, Trouble> {
        let here = route.here();
        // A login that is set goes before one in the address; neither goes to another origin.
        let login = self.login.as_ref().filter(|_| route.is_at_origin());
        let url = if login.is_some() {
            bare(here)
        } else {
            here.clone()
        };
        let mut request = self.client.get(url);
        if let Some(validators) = conditions {
            request = request.headers(conditional(validators));
        }
        if let Some(name) = &self.get.way.user_agent {
            let name = HeaderValue::from_str(name);
            request = request.header(USER_AGENT, name.map_err(|_| Trouble::UserAgent)?);
        }
        if let Some(login) = login {
            request = login.to(request);
        }
        let sent = request.send().await;
        sent.map_err(|error| {
            let proxy = self.get.way.proxy.as_ref();
            let through = self.fetcher.clients.is_proxied(here, proxy);
            let through = if through { " (through the proxy)" } else { "" };
            Trouble::of(error, &format!("{}{through}", route::host(here)))
        })
    }

    async fn answer(
        &self,
        route: &Route,
        response: Response,
        delta: bool,
        trace: &mut Trace,
    ) -> Result<Answer, Trouble> {
        let headers = response.headers();
        let (validators, hints) = (headers::validators(headers), headers::hints(headers));
        let moved_to = route.moved_to().map(Url::to_string);
        let url = without_login(route.here());
        match response.status().as_u16() {
            status @ (200 | 226) if status == 200 || delta => {
                let content_type = text(headers, &CONTENT_TYPE);
                let links = links(headers);
                let bytes = read(response, &self.fetcher.limits, route.here()).await?;
                Ok(Answer::Fresh(Body {
                    bytes,
                    content_type,
                    links,
                    url,
                    moved_to,
                    validators,
                    hints,
                    is_partial: status == 226,
                }))
            }
            304 => Ok(Answer::NotModified {
                validators,
                hints,
                url,
                moved_to,
            }),
            410 => Ok(Answer::Gone),
            status => {
                let challenged = headers::is_challenge(headers);
                let content_type = text(headers, &CONTENT_TYPE);
                trace.said = said(&rest(response).await, content_type.as_deref());
                Ok(Answer::Refused {
                    status,
                    hints,
                    challenged,
                })
            }
        }
    }
}

/// The whole body, piece by piece: what it unpacks to is known only by unpacking it.
async fn read(mut response: Response, limits: &Limits, url: &Url) -> Result<Vec<u8>, Trouble> {
    if let Some(packing) = headers::unknown_packing(response.headers()) {
        return Err(Trouble::Packed(packing));
    }
    let limit = limits.body;
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

/// The little that comes with a refusal or a redirect. Read to its end, the connection serves again.
async fn rest(mut response: Response) -> Vec<u8> {
    let mut bytes = Vec::new();
    while bytes.len() < MOST_SAID
        && let Ok(Some(chunk)) = response.chunk().await
    {
        bytes.extend_from_slice(&chunk);
    }
    bytes
}

/// What a refusal says, if it is text.
fn said(bytes: &[u8], content_type: Option<&str>) -> Option<String> {
    let is_text =
        content_type.is_none_or(|kind| kind.starts_with("text/") || kind.contains("json"));
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_SAID)]);
    (is_text && !text.trim().is_empty()).then(|| text.into_owned())
}

/// A conditional request (RFC 9110 §13.1): both validators, byte for byte. Only beside a tag may one ask
/// for what is new alone.
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
            if name == IF_NONE_MATCH {
                headers.insert(DELTA.0, HeaderValue::from_static(DELTA.1));
            }
            headers.insert(name, value);
        }
    }
    headers
}

fn short_enough(headers: &HeaderMap, limits: &Limits) -> Result<(), Trouble> {
    let length = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
    if headers.iter().map(length).sum::<usize>() > limits.headers {
        return Err(Trouble::LongHeaders);
    }
    Ok(())
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
    bare(url).into()
}

fn bare(url: &Url) -> Url {
    let mut url = url.clone();
    // Both fail only where there is no host, and then nothing was asked.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}
