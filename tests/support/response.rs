//! What a scripted server sends back: byte for byte what a test says, and all the ways in which a
//! connection can end.

use crate::exchange::Given;
use std::io::{Read, Write};
use std::net::TcpStream;

/// What to send back.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    /// Status line and headers; the length of the body is added if it can be known.
    head: String,
    body: Vec<u8>,
    end: End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The whole body with its length; the connection stays open.
    Whole,
    /// The body, announced as longer than it is; then the connection is closed.
    Cut,
    /// The body, announced as longer than it is; then silence until the client goes away.
    Silent,
    /// Not even a status line.
    Mute,
    /// The body over and over until the client goes away.
    Endless,
    /// The body is all there is, status line included; then the connection is closed.
    Raw,
}

impl Response {
    pub(crate) fn status(status: u16) -> Self {
        Self {
            head: format!("HTTP/1.1 {status} Scripted\r\n"),
            body: Vec::new(),
            end: End::Whole,
        }
    }

    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self {
            body: body.into(),
            ..Self::status(200)
        }
    }

    pub(crate) fn redirect(status: u16, location: &str) -> Self {
        Self::status(status).header("Location", location)
    }

    /// Exactly these bytes, and the connection is closed.
    pub(crate) fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            end: End::Raw,
            ..Self::ok(bytes)
        }
    }

    /// Takes the request and never says a word.
    pub(crate) fn mute() -> Self {
        Self {
            end: End::Mute,
            ..Self::status(200)
        }
    }

    /// This body again and again, in chunks without end.
    pub(crate) fn endless(body: impl Into<Vec<u8>>) -> Self {
        Self {
            end: End::Endless,
            ..Self::ok(body)
        }
    }

    #[must_use]
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(name);
        self.head.push_str(": ");
        self.head.push_str(value);
        self.head.push_str("\r\n");
        self
    }

    /// The connection is closed in the middle of the body.
    #[must_use]
    pub(crate) fn cut(self) -> Self {
        Self {
            end: End::Cut,
            ..self
        }
    }

    /// The server falls silent in the middle of the body.
    #[must_use]
    pub(crate) fn then_silent(self) -> Self {
        Self {
            end: End::Silent,
            ..self
        }
    }

    /// The connection outlives it.
    pub(crate) fn is_whole(&self) -> bool {
        self.end == End::Whole
    }

    /// What a log tells of it; of bytes sent as they are it knows nothing.
    pub(crate) fn given(&self) -> Given {
        let mut lines = self.head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let raw = self.end == End::Raw;
        let headers = lines.filter_map(|line| line.split_once(": "));
        let is_feed = [&b"<?xml"[..], b"<rss", b"<feed", b"\x1f\x8b"];
        Given {
            status: status
                .filter(|_| !raw)
                .map_or(0, |code| code.parse().expect("a number")),
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            is_feed: self.end == End::Whole
                && is_feed.iter().any(|start| self.body.starts_with(start)),
        }
    }

    /// Sends it; whether the connection can take another request.
    pub(crate) fn send(&self, stream: &mut &TcpStream) -> std::io::Result<bool> {
        let length = self.body.len();
        let has_body = !self.head.contains(" 304 ");
        let framing = match self.end {
            End::Mute => return wait_for_end(stream),
            End::Raw => {
                stream.write_all(&self.body)?;
                return Ok(false);
            }
            End::Endless => "Transfer-Encoding: chunked\r\n".to_owned(),
            End::Cut | End::Silent => format!("Content-Length: {}\r\n", length + 1000),
            End::Whole if has_body => format!("Content-Length: {length}\r\n"),
            End::Whole => String::new(),
        };
        stream.write_all(format!("{}{framing}\r\n", self.head).as_bytes())?;
        if self.end == End::Endless {
            loop {
                write!(stream, "{length:x}\r\n")?;
                stream.write_all(&self.body)?;
                stream.write_all(b"\r\n")?;
            }
        }
        stream.write_all(&self.body)?;
        match self.end {
            End::Silent => wait_for_end(stream),
            end => Ok(end == End::Whole),
        }
    }
}

/// Reads until the client hangs up.
fn wait_for_end(stream: &mut &TcpStream) -> std::io::Result<bool> {
    let mut nothing = [0; 512];
    while stream.read(&mut nothing)? > 0 {}
    Ok(false)
}
