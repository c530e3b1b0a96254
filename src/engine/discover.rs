//! From an address a person typed to a feed that was read: by the rule of its site, as a feed itself,
//! or as a page that names some.
//!
//! What is found is a candidate and no more. Candidates are tried in the order `feed::discover`
//! gives, and the first one that can be read as a feed is it.

use crate::engine::lane::Desk;
use crate::engine::poll;
use crate::feed::discover::{choose, kind, named, sites, typed};
use crate::feed::opml::{self, ONLY_CONFIGURED};
use crate::feed::parse::Fault;
use crate::fetch::client::Fetcher;
use crate::model::found::{Fate, Found, FoundKind, Offer};
use crate::model::http::{Answer, Body, Get, Trace};
use crate::model::parsed::ParsedFeed;
use crate::model::way::{Login, Secret, Source, Way, without_login};
use crate::text::html;
use url::{Origin, Url};

/// Candidates that are tried; after as many failures nothing better is to be hoped for.
const MOST_TRIED: usize = 4;

/// A feed that was read.
#[derive(Debug)]
pub struct Read {
    pub url: String,
    pub body: Body,
    pub trace: Trace,
    pub parsed: ParsedFeed,
    /// The login that stood in the address, if it was shown to this server.
    pub login: Option<(String, String)>,
}

/// Why not, and what to try.
pub type Trouble = (String, Option<String>);

/// The feed an address leads to, and all that was found on the way.
pub async fn find(desk: &Desk, typed: &str) -> Result<(Read, Vec<Offer>), Trouble> {
    if typed::names_program(typed) {
        let hint = "write it there as a [[feed]] with exec or filter";
        return Err((ONLY_CONFIGURED.to_owned(), Some(hint.to_owned())));
    }
    let (meant, key) = with_key(typed::meant(typed));
    let mut search = Search {
        desk,
        key,
        offers: Vec::new(),
        silent: Vec::new(),
    };
    let likeliest = meant.first().and_then(|url| Url::parse(url).ok());
    search.learn(likeliest.iter().flat_map(sites::known));
    if let Some(read) = search.try_all().await {
        return Ok((read, search.offers));
    }
    if likeliest.is_some_and(|url| search.is_silent(&url)) {
        return Err(search.trouble());
    }
    let (url, body, trace) = match search.first_answer(&meant).await {
        Ok(answer) => answer,
        Err(_) if !search.offers.is_empty() => return Err(search.trouble()),
        Err(trouble) => return Err(trouble),
    };
    let why = match poll::parse(&body).await {
        Ok(parsed) => {
            search.take_itself(&url, &parsed);
            let login = search.login_for(&url);
            let read = Read {
                url,
                body,
                trace,
                parsed,
                login,
            };
            return Ok((read, search.offers));
        }
        Err(why) => why,
    };
    search.learn(named_in(&body).await);
    if let Some(read) = search.try_all().await {
        return Ok((read, search.offers));
    }
    if search.offers.is_empty() {
        return Err(nothing_named(why, &body));
    }
    Err(search.trouble())
}

/// A login that stood in the address, and the only server it is shown to (RFC 6454 §4).
#[derive(Debug)]
struct Key {
    origin: Origin,
    name: String,
    password: Secret,
}

/// The addresses without the login in them, and that login.
fn with_key(meant: Vec<String>) -> (Vec<String>, Option<Key>) {
    let mut key = None;
    let bare = |url: String| {
        let (bare, login) = without_login(&url);
        if let (Some((name, password)), Ok(parsed)) = (login, Url::parse(&bare)) {
            key.get_or_insert(Key {
                origin: parsed.origin(),
                name,
                password: Secret(password),
            });
        }
        bare
    };
    (meant.into_iter().map(bare).collect(), key)
}

struct Search<'a> {
    desk: &'a Desk,
    key: Option<Key>,
    offers: Vec<Offer>,
    /// Hosts that do not answer at all, and need not be asked again.
    silent: Vec<String>,
}

impl Search<'_> {
    fn learn(&mut self, found: impl IntoIterator<Item = Found>) {
        for found in found {
            if !self.offers.iter().any(|offer| offer.found.url == found.url) {
                let fate = Fate::Left;
                self.offers.push(Offer { found, fate });
            }
        }
    }

    /// Reads candidates nobody has tried yet, until one is a feed.
    async fn try_all(&mut self) -> Option<Read> {
        let untried: Vec<usize> = (0..self.offers.len())
            .filter(|&at| self.offers[at].is_left())
            .collect();
        let found: Vec<Found> = untried
            .iter()
            .map(|&at| self.offers[at].found.clone())
            .collect();
        for place in choose::order(&found).into_iter().take(MOST_TRIED) {
            let at = untried[place];
            match self.read(&found[place].url).await {
                Ok(read) => {
                    self.take(at, &read.parsed);
                    return Some(read);
                }
                Err(why) => self.offers[at].fate = Fate::Unreadable(why),
            }
        }
        None
    }

    async fn read(&mut self, url: &str) -> Result<Read, String> {
        let host = Url::parse(url).ok();
        let host = host.as_ref().and_then(Url::host_str).unwrap_or_default();
        if self.silent.iter().any(|silent| silent == host) {
            return Err(format!("{host} does not answer"));
        }
        let (body, trace) = match get(&self.desk.fetcher, self.request(url)).await {
            Ok(got) => got,
            Err(refusal) => {
                if refusal.silent {
                    self.silent.push(host.to_owned());
                }
                return Err(refusal.why);
            }
        };
        let parsed = poll::parse(&body).await?;
        Ok(Read {
            url: url.to_owned(),
            body,
            trace,
            parsed,
            login: self.login_for(url),
        })
    }

    /// The request for an address, with the login if it is for this server.
    fn request(&self, url: &str) -> Get {
        let login = self.login_for(url).map(|(name, password)| Login::Basic {
            name,
            password: Source::Plain(Secret(password)),
        });
        Get {
            way: Way {
                login,
                ..Way::default()
            },
            ..Get::plain(url)
        }
    }

    fn login_for(&self, url: &str) -> Option<(String, String)> {
        let origin = Url::parse(url).ok()?.origin();
        let key = self.key.as_ref().filter(|key| key.origin == origin)?;
        Some((key.name.clone(), key.password.0.clone()))
    }

    /// The first of these addresses that answers; if none does, the first one's trouble is told.
    async fn first_answer(&self, meant: &[String]) -> Result<(String, Body, Trace), Trouble> {
        let mut first = None;
        for url in meant {
            match get(&self.desk.fetcher, self.request(url)).await {
                Ok((body, trace)) => return Ok((url.clone(), body, trace)),
                Err(refusal) => {
                    first.get_or_insert(refusal);
                }
            }
        }
        let refusal = first.map(|refusal| (refusal.why, refusal.hint));
        Err(refusal.unwrap_or_else(|| ("there is no address".to_owned(), None)))
    }

    /// The feed's own word goes before what others call it.
    fn take(&mut self, at: usize, parsed: &ParsedFeed) {
        let Offer { found, fate } = &mut self.offers[at];
        *fate = Fate::Taken;
        found.title = parsed.title.clone().or(found.title.take());
        if kind::of_feed(&found.url, parsed) == FoundKind::Comments {
            found.kind = FoundKind::Comments;
        }
    }

    fn take_itself(&mut self, url: &str, parsed: &ParsedFeed) {
        self.offers.insert(
            0,
            Offer {
                found: Found {
                    url: url.to_owned(),
                    title: parsed.title.clone(),
                    kind: kind::of_feed(url, parsed),
                    family: None,
                },
                fate: Fate::Taken,
            },
        );
    }

    fn is_silent(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        self.silent.iter().any(|silent| silent == host)
    }

    /// Feeds were found, and none could be read: the first one that was tried speaks for them.
    fn trouble(&self) -> Trouble {
        let tried = self.offers.iter().filter_map(|offer| match &offer.fate {
            Fate::Unreadable(why) => Some((offer.found.url.as_str(), why.as_str())),
            Fate::Taken | Fate::Left => None,
        });
        let tried: Vec<_> = tried.collect();
        let why = match tried[..] {
            [] => "no feed was found".to_owned(),
            [(url, why)] => format!("its feed should be {url}, but {why}"),
            [(url, why), _] => {
                format!("its feed should be {url}, but {why}; one more was tried in vain")
            }
            [(url, why), ref others @ ..] => format!(
                "its feed should be {url}, but {why}; {} more were tried in vain",
                others.len()
            ),
        };
        let left = self.offers.iter().find(|offer| offer.is_left());
        let hint = left.map(|offer| format!("{} was found, too, and not tried", offer.found.url));
        (why, hint)
    }
}

/// Scanning a large page keeps nobody waiting.
async fn named_in(body: &Body) -> Vec<Found> {
    let body = body.clone();
    let work = tokio::task::spawn_blocking(move || {
        let content_type = body.content_type.as_deref();
        named(&body.bytes, content_type, &body.links, &body.url)
    });
    work.await.unwrap_or_default()
}

fn nothing_named(why: String, body: &Body) -> Trouble {
    if opml::parse(&body.bytes).is_ok() {
        let hint = "save it, and postil import takes it over";
        return (why, Some(hint.to_owned()));
    }
    if why == Fault::WebPage.to_string() {
        let hint = "look for a link called RSS or Atom there, and give its address";
        return (format!("{why}, and it names none"), Some(hint.to_owned()));
    }
    let hint = "give the address of a feed, or of a page that names one";
    (why, Some(hint.to_owned()))
}

/// Why nothing came.
pub(in crate::engine) struct Refusal {
    pub(in crate::engine) why: String,
    pub(in crate::engine) hint: Option<String>,
    /// Nobody answered.
    pub(in crate::engine) silent: bool,
}

/// What the server gives for an address.
pub(in crate::engine) async fn get(fetcher: &Fetcher, get: Get) -> Result<(Body, Trace), Refusal> {
    let refuse = |why: String, silent| Refusal {
        why,
        hint: None,
        silent,
    };
    let answered = fetcher.ask(&get).await;
    let said = answered.trace.said.as_deref().and_then(in_short);
    let mut refusal = match answered.answer {
        Answer::Fresh(body) => return Ok((body, answered.trace)),
        Answer::NotModified { .. } => refuse("the server sent nothing".to_owned(), false),
        Answer::Gone => refuse(
            "the server says it is gone for good (410)".to_owned(),
            false,
        ),
        Answer::Refused { status: 404, .. } => Refusal {
            hint: Some("check the address".to_owned()),
            ..refuse("there is no such page (404)".to_owned(), false)
        },
        Answer::Refused { status: 401, .. } => Refusal {
            hint: Some("write them into the address: https://name:password@host/…".to_owned()),
            ..refuse(
                "the server wants a name and a password (401)".to_owned(),
                false,
            )
        },
        Answer::Refused {
            challenged: true, ..
        } => refuse(
            "a page that lets only browsers pass stands before it".to_owned(),
            false,
        ),
        Answer::Refused { status, .. } => refuse(format!("the server answered {status}"), false),
        Answer::Unreachable { why, .. } => refuse(why, true),
    };
    if let Some(said) = said {
        refusal.why = format!("{}, saying: {said}", refusal.why);
    }
    Err(refusal)
}

/// The beginning of what a page says, in one line, without its markup.
fn in_short(page: &str) -> Option<String> {
    const LONGEST: usize = 500;
    let words = html::line(page);
    let short: String = words.chars().take(LONGEST).collect();
    let cut = if short.len() < words.len() {
        " …"
    } else {
        ""
    };
    (!short.trim().is_empty()).then(|| format!("{}{cut}", short.trim()))
}
