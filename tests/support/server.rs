//! A web server that says exactly what a test tells it to, byte for byte, and writes down every
//! request it gets. It serves any number of names on one loopback port; `hosts` is what the
//! fetcher or the engine needs to find them.
//!
//! No HTTP library stands between the test and the wire: one would repair the very faults that
//! are to be tried out. Nothing here asks or waits for a time.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query, untouched.
    pub(crate) target: String,
    /// Names as sent, values without the space around them, in order.
    pub(crate) headers: Vec<(String, String)>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The address asked, without `http://` and port: `a.example/feed?x`.
    pub(crate) fn place(&self) -> String {
        let host = self.header("host").unwrap_or_default();
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        format!("{name}{}", self.target)
    }
}

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

    /// Sends it; whether the connection can take another request.
    fn send(&self, stream: &mut TcpStream) -> std::io::Result<bool> {
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
fn wait_for_end(stream: &mut TcpStream) -> std::io::Result<bool> {
    let mut nothing = [0; 512];
    while stream.read(&mut nothing)? > 0 {}
    Ok(false)
}

type Reaction = Arc<dyn Fn(&Request) -> Response + Send + Sync>;

enum Script {
    /// One after another; the last one again and again.
    Lines(VecDeque<Response>),
    Reaction(Reaction),
}

#[derive(Default)]
struct Book {
    scripts: HashMap<String, Script>,
    requests: Vec<Request>,
}

/// The server. It stops when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    book: Arc<Mutex<Book>>,
    stopped: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port is free");
        let mut server = Self {
            address: listener
                .local_addr()
                .expect("a bound socket has an address"),
            book: Arc::default(),
            stopped: Arc::default(),
            listening: None,
        };
        let (book, stopped) = (server.book.clone(), server.stopped.clone());
        server.listening = Some(std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let book = book.clone();
                // A client that breaks off is part of many tests.
                std::thread::spawn(move || drop(converse(stream, &book)));
            }
        }));
        server
    }

    /// Where it really listens: for an address written as a number.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every name scripted so far, at this server's address.
    pub(crate) fn hosts(&self) -> HashMap<String, SocketAddr> {
        let name = |place: &String| place.split('/').next().unwrap_or_default().to_owned();
        let book = lock(&self.book);
        book.scripts
            .keys()
            .map(|place| (name(place), self.address))
            .collect()
    }

    /// The next answer at `url` (`http://a.example/feed?x`); the last one is given from then on.
    pub(crate) fn say(&self, url: &str, response: Response) {
        let mut book = lock(&self.book);
        if let Some(Script::Lines(lines)) = book.scripts.get_mut(place(url)) {
            lines.push_back(response);
        } else {
            let lines = Script::Lines(VecDeque::from([response]));
            book.scripts.insert(place(url).to_owned(), lines);
        }
    }

    /// From now on this is the answer at `url`, whatever was said before.
    pub(crate) fn now_say(&self, url: &str, response: Response) {
        lock(&self.book).scripts.remove(place(url));
        self.say(url, response);
    }

    /// The answer at `url` depends on the request.
    pub(crate) fn react(
        &self,
        url: &str,
        reaction: impl Fn(&Request) -> Response + Send + Sync + 'static,
    ) {
        let reaction = Script::Reaction(Arc::new(reaction));
        lock(&self.book)
            .scripts
            .insert(place(url).to_owned(), reaction);
    }

    /// A resource with an entity tag: 304 for whoever sends that tag back, else the whole.
    pub(crate) fn publish(&self, url: &str, etag: &str, body: impl Into<Vec<u8>>) {
        let (etag, body) = (etag.to_owned(), body.into());
        self.react(url, move |request| {
            let known = request.header("if-none-match") == Some(&etag);
            let response = if known {
                Response::status(304)
            } else {
                Response::ok(body.clone())
            };
            response.header("ETag", &etag)
        });
    }

    /// All requests so far, in the order they came.
    pub(crate) fn requests(&self) -> Vec<Request> {
        lock(&self.book).requests.clone()
    }

    /// The requests for one address.
    pub(crate) fn requests_for(&self, url: &str) -> Vec<Request> {
        let mut requests = self.requests();
        requests.retain(|request| request.place() == place(url));
        requests
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the listener, so that it sees it is to stop; once it has ended, nobody listens there.
        drop(TcpStream::connect(self.address));
        if let Some(listening) = self.listening.take() {
            drop(listening.join());
        }
    }
}

fn lock(book: &Mutex<Book>) -> MutexGuard<'_, Book> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}

fn place(url: &str) -> &str {
    url.strip_prefix("http://")
        .expect("a scripted address begins with http://")
}

/// Answers the requests of one connection until either side has enough.
fn converse(mut stream: TcpStream, book: &Mutex<Book>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    while let Some(request) = read_request(&mut reader)? {
        if !answer(&request, book).send(&mut stream)? {
            break;
        }
    }
    Ok(())
}

fn answer(request: &Request, book: &Mutex<Book>) -> Response {
    let mut book = lock(book);
    book.requests.push(request.clone());
    let reaction = match book.scripts.get_mut(&request.place()) {
        Some(Script::Lines(lines)) if lines.len() > 1 => {
            return lines.pop_front().expect("there are two");
        }
        Some(Script::Lines(lines)) => return lines[0].clone(),
        Some(Script::Reaction(reaction)) => reaction.clone(),
        None => return Response::status(404),
    };
    drop(book);
    reaction(request)
}

fn read_request(reader: &mut impl BufRead) -> std::io::Result<Option<Request>> {
    let Some(first) = read_line(reader)? else {
        return Ok(None);
    };
    let mut words = first.split(' ').map(str::to_owned);
    let (method, target) = (words.next(), words.next());
    let mut headers = Vec::new();
    while let Some(line) = read_line(reader)?.filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    Ok(Some(Request {
        method: method.unwrap_or_default(),
        target: target.unwrap_or_default(),
        headers,
    }))
}

fn read_line(reader: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut line = Vec::new();
    let read = reader.read_until(b'\n', &mut line)?;
    let line = String::from_utf8_lossy(&line);
    Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
}
