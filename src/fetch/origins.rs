//! Where validators came from, for feeds that answer from another address than the one asked.
//!
//! Validators mean something only to the address that gave them (RFC 9110 §8.8), and what is kept
//! of a feed does not say which that was. Remembered here while the program runs, they spare the
//! server behind a redirect most of its work; forgotten, they cost it one whole answer.

use crate::model::http::{Get, Validators};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use url::Url;

/// By the address asked: the address that gave validators, and which.
#[derive(Debug, Default)]
pub(crate) struct Origins(Mutex<HashMap<String, (Url, Validators)>>);

impl Origins {
    /// `from` gave these validators when `asked` was asked for.
    pub(crate) fn remember(&self, asked: &Url, from: &Url, validators: &Validators) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if asked == from || validators.is_empty() {
            known.remove(asked.as_str());
        } else {
            known.insert(
                asked.as_str().to_owned(),
                (from.clone(), validators.clone()),
            );
        }
    }

    /// The address the validators of `get` belong to: the one asked, unless another is known to
    /// have given exactly these.
    pub(crate) fn of(&self, get: &Get, asked: &Url) -> Url {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get(asked.as_str()) {
            Some((from, validators)) if *validators == get.validators => from.clone(),
            _ => asked.clone(),
        }
    }
}
