//! The door: one GET, wherever its address leads – the web, a file of this machine, a program of the
//! person's. Sent with nothing a server could know a person by, and answered within limits.

use crate::fetch::clients::Clients;
use crate::fetch::limits::Limits;
use crate::fetch::local;
use crate::fetch::login::Secrets;
use crate::fetch::network::Network;
use crate::fetch::program::{self, Bounds};
use crate::fetch::trouble::Trouble;
use crate::fetch::turns::Turns;
use crate::fetch::web;
use crate::model::http::{Answer, Answered, Body, Get, Hints, Trace, Validators};
use std::path::PathBuf;
use std::sync::Arc;
use thiserror::Error;

/// The network cannot be used at all.
#[derive(Debug, Error)]
pub enum FetchError {
    #[error("the network could not be set up: {0}")]
    Setup(reqwest::Error),
    #[error("the proxy cannot be used: {0}")]
    Proxy(reqwest::Error),
    #[error("{}: {why}", file.display())]
    Authority { file: PathBuf, why: String },
}

/// Sends requests. Cheap to clone; clones share their connections.
#[derive(Debug, Clone)]
pub struct Fetcher {
    pub(crate) clients: Arc<Clients>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) turns: Arc<Turns>,
    pub(crate) secrets: Arc<Secrets>,
}

impl Fetcher {
    /// # Errors
    /// Where a proxy or a certificate that is set cannot be used.
    pub fn new(limits: Limits, network: Network) -> Result<Self, FetchError> {
        Ok(Self {
            clients: Arc::new(Clients::new(&limits, network)?),
            turns: Arc::new(Turns::new(limits.per_address)),
            limits: Arc::new(limits),
            secrets: Arc::default(),
        })
    }

    /// Asks once and follows redirects. Every kind of trouble is an answer.
    ///
    /// Validators are sent only to the address they came from.
    pub async fn get(&self, get: &Get) -> Answer {
        self.ask(get).await.answer
    }

    /// As `get`, and tells what was seen on the way.
    pub async fn ask(&self, get: &Get) -> Answered {
        let mut trace = Trace::default();
        let mut answer = match get.url.split_once(':') {
            Some(("exec", _)) => self.made(get).await,
            Some(("file", _)) => {
                trace.conditional = !get.validators.is_empty();
                local::read(get.clone(), &self.limits).await
            }
            _ => web::ask(self, get, &mut trace).await,
        };
        if let (Ok(Answer::Fresh(body)), Some(filter)) = (&mut answer, &get.way.filter) {
            answer = match program::run(filter, &body.bytes, self.bounds()).await {
                Ok(bytes) => Ok(Answer::Fresh(Body {
                    bytes,
                    content_type: None,
                    ..body.clone()
                })),
                Err(trouble) => Err(trouble),
            };
        }
        if let Ok(Answer::Fresh(body)) = &answer {
            trace.received = u64::try_from(body.bytes.len()).unwrap_or(u64::MAX);
        }
        let answer = answer.unwrap_or_else(|trouble| Answer::Unreachable {
            why: trouble.to_string(),
            by_network: trouble.is_by_network(),
        });
        Answered { answer, trace }
    }

    /// Lets go of all connections, as after a sleep of the machine: they lead nowhere any more.
    pub fn forget_connections(&self) {
        self.clients.forget_connections();
    }

    /// What the program prints that makes this feed.
    async fn made(&self, get: &Get) -> Result<Answer, Trouble> {
        let Some(program) = &get.way.program else {
            return Err(Trouble::NoProgram(get.url.clone()));
        };
        Ok(Answer::Fresh(Body {
            bytes: program::run(program, b"", self.bounds()).await?,
            content_type: None,
            links: Vec::new(),
            url: get.url.clone(),
            moved_to: None,
            validators: Validators::default(),
            hints: Hints::default(),
            is_partial: false,
        }))
    }

    fn bounds(&self) -> Bounds {
        Bounds {
            bytes: self.limits.body,
            time: self.limits.total,
        }
    }
}
