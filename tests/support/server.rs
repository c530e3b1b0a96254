//! A web server that says exactly what a test tells it to, byte for byte, and writes down every
//! request it gets, with what it said to it. It serves any number of names on one loopback port, or on
//! many loopback addresses; `hosts` is what the fetcher or the engine needs to find them.
//!
//! No HTTP library stands between the test and the wire: one would repair the very faults that
//! are to be tried out. Nothing here asks or waits for a time.

use crate::exchange::Exchange;
pub(crate) use crate::response::Response;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
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

    /// The host asked, without its port.
    pub(crate) fn host(&self) -> String {
        host(&self.place())
    }
}

type Reaction = Arc<dyn Fn(&Request) -> Response + Send + Sync>;
type Seconds = Arc<dyn Fn() -> i64 + Send + Sync>;

enum Script {
    /// One after another; the last one again and again.
    Lines(VecDeque<Response>),
    Reaction(Reaction),
}

#[derive(Default)]
struct Book {
    scripts: HashMap<String, Script>,
    log: Vec<Exchange>,
    /// By host, the requests not answered yet.
    waiting: HashMap<String, usize>,
    clock: Option<Seconds>,
    /// Answers are kept back.
    held: bool,
    /// Every connection there was.
    streams: Vec<TcpStream>,
}

#[derive(Default)]
struct Desk {
    book: Mutex<Book>,
    /// Answers are no longer kept back.
    released: Condvar,
    stopped: AtomicBool,
}

/// The server. It stops when it is dropped.
pub(crate) struct Server {
    addresses: Vec<SocketAddr>,
    desk: Arc<Desk>,
    listening: Vec<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::on_addresses(1)
    }

    /// A server on 127.0.0.1, 127.0.0.2 and so on, `wanted` of them where the system has so many; each has
    /// a port of its own. Where it has but one (Linux alone has them all), on that.
    pub(crate) fn on_addresses(wanted: u8) -> Self {
        let bind = |last| TcpListener::bind((Ipv4Addr::new(127, 0, 0, last), 0));
        let first = bind(1).expect("a loopback port is free");
        let others = (2..=wanted).map_while(|last| bind(last).ok());
        let listeners: Vec<TcpListener> = std::iter::once(first).chain(others).collect();
        let mut server = Self {
            addresses: Vec::new(),
            desk: Arc::default(),
            listening: Vec::new(),
        };
        for listener in listeners {
            let address = listener.local_addr();
            server
                .addresses
                .push(address.expect("a bound socket has an address"));
            server.listen(listener);
        }
        server
    }

    fn listen(&mut self, listener: TcpListener) {
        let desk = self.desk.clone();
        self.listening.push(std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if desk.stopped.load(Ordering::SeqCst) {
                    break;
                }
                let known = stream.try_clone().expect("a socket can be shared");
                desk.book().streams.push(known);
                let desk = desk.clone();
                // A client that breaks off is part of many tests.
                std::thread::spawn(move || {
                    drop(converse(&stream, &desk));
                    // The desk keeps a handle of its own, which would hold it open.
                    let _ = stream.shutdown(Shutdown::Both);
                });
            }
        }));
    }

    /// Where it really listens: for an address written as a number.
    pub(crate) fn address(&self) -> SocketAddr {
        self.addresses[0]
    }

    /// All the addresses it listens on.
    pub(crate) fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Every name scripted so far, at this server's addresses.
    pub(crate) fn hosts(&self) -> HashMap<String, SocketAddr> {
        let book = self.desk.book();
        let names: BTreeSet<String> = book.scripts.keys().map(|place| host(place)).collect();
        let addresses = self.addresses.iter().cycle();
        names.into_iter().zip(addresses.copied()).collect()
    }

    /// From now on requests are logged with the time by this clock, in seconds.
    pub(crate) fn tell_time(&self, clock: impl Fn() -> i64 + Send + Sync + 'static) {
        self.desk.book().clock = Some(Arc::new(clock));
    }

    /// Requests are taken and not answered until [`Server::release`].
    pub(crate) fn hold(&self) {
        self.desk.book().held = true;
    }

    pub(crate) fn release(&self) {
        self.desk.book().held = false;
        self.desk.released.notify_all();
    }

    /// Nobody listens there any more, and all connections are closed.
    pub(crate) fn go_away(&mut self) {
        self.desk.stopped.store(true, Ordering::SeqCst);
        self.release();
        for (listening, address) in self.listening.drain(..).zip(&self.addresses) {
            // Wakes the listener, so that it sees it is to stop; once it has ended, nobody listens there.
            drop(TcpStream::connect(address));
            drop(listening.join());
        }
        for stream in self.desk.book().streams.drain(..) {
            // It may be closed already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Listens again where it did before it went away.
    pub(crate) fn come_back(&mut self) {
        self.desk.stopped.store(false, Ordering::SeqCst);
        for address in self.addresses.clone() {
            self.listen(TcpListener::bind(address).expect("nobody took the port meanwhile"));
        }
    }

    /// The next answer at `url` (`http://a.example/feed?x`); the last one is given from then on.
    pub(crate) fn say(&self, url: &str, response: Response) {
        let mut book = self.desk.book();
        if let Some(Script::Lines(lines)) = book.scripts.get_mut(place(url)) {
            lines.push_back(response);
        } else {
            let lines = Script::Lines(VecDeque::from([response]));
            book.scripts.insert(place(url).to_owned(), lines);
        }
    }

    /// From now on this is the answer at `url`, whatever was said before.
    pub(crate) fn now_say(&self, url: &str, response: Response) {
        self.desk.book().scripts.remove(place(url));
        self.say(url, response);
    }

    /// The answer at `url` depends on the request. An address without a query stands for all with one that
    /// have no script of their own.
    pub(crate) fn react(
        &self,
        url: &str,
        reaction: impl Fn(&Request) -> Response + Send + Sync + 'static,
    ) {
        let reaction = Script::Reaction(Arc::new(reaction));
        let mut book = self.desk.book();
        book.scripts.insert(place(url).to_owned(), reaction);
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

    /// All that was asked and said so far, in the order it was asked.
    pub(crate) fn log(&self) -> Vec<Exchange> {
        self.desk.book().log.clone()
    }

    /// How many requests there were.
    pub(crate) fn asked(&self) -> usize {
        self.desk.book().log.len()
    }

    /// All requests so far, in the order they came.
    pub(crate) fn requests(&self) -> Vec<Request> {
        let log = self.log().into_iter();
        log.map(|exchange| exchange.request).collect()
    }

    /// The requests for one address.
    pub(crate) fn requests_for(&self, url: &str) -> Vec<Request> {
        let mut requests = self.requests();
        requests.retain(|request| request.place() == place(url));
        requests
    }

    /// When one address was asked, by the clock of [`Server::tell_time`].
    pub(crate) fn times_of(&self, url: &str) -> Vec<i64> {
        let log = self.log().into_iter();
        log.filter(|exchange| exchange.request.place() == place(url))
            .map(|exchange| exchange.at)
            .collect()
    }

    /// How many connections were made since it started or came back.
    pub(crate) fn connections(&self) -> usize {
        self.desk.book().streams.len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.go_away();
    }
}

impl Desk {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a request down; its number, and the answer to it once answers are given.
    fn take(&self, request: &Request) -> (usize, Response) {
        let mut book = self.book();
        let number = book.note(request);
        let script = book.script(request);
        drop(book);
        let response = match script {
            Ok(response) => response,
            Err(reaction) => reaction(request),
        };
        let mut book = self.book();
        book.log[number].given = Some(response.given());
        while book.held {
            let released = self.released.wait(book);
            book = released.unwrap_or_else(PoisonError::into_inner);
        }
        (number, response)
    }

    fn answered(&self, number: usize) {
        let mut book = self.book();
        let host = book.log[number].request.host();
        if let Some(waiting) = book.waiting.get_mut(&host) {
            *waiting -= 1;
        }
    }
}

impl Book {
    fn note(&mut self, request: &Request) -> usize {
        let waiting = self.waiting.entry(request.host()).or_default();
        let beside = *waiting > 0;
        *waiting += 1;
        self.log.push(Exchange {
            request: request.clone(),
            at: self.clock.as_ref().map_or(0, |clock| clock()),
            given: None,
            beside,
            scripted: self.scripts.contains_key(&request.place()),
        });
        self.log.len() - 1
    }

    fn script(&mut self, request: &Request) -> Result<Response, Reaction> {
        let place = request.place();
        let path = place.split('?').next().unwrap_or_default().to_owned();
        let place = if self.scripts.contains_key(&place) {
            place
        } else {
            path
        };
        match self.scripts.get_mut(&place) {
            Some(Script::Lines(lines)) if lines.len() > 1 => {
                Ok(lines.pop_front().expect("there are two"))
            }
            Some(Script::Lines(lines)) => Ok(lines[0].clone()),
            Some(Script::Reaction(reaction)) => Err(reaction.clone()),
            None => Ok(Response::status(404)),
        }
    }
}

pub(crate) fn place(url: &str) -> &str {
    url.strip_prefix("http://")
        .expect("a scripted address begins with http://")
}

fn host(place: &str) -> String {
    place.split('/').next().unwrap_or_default().to_owned()
}

/// Answers the requests of one connection until either side has enough.
fn converse(mut stream: &TcpStream, desk: &Desk) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_request(&mut reader)? {
        let (number, response) = desk.take(&request);
        // Before the last byte is out: the client may ask again as soon as it has that.
        let early = response.is_whole();
        if early {
            desk.answered(number);
        }
        let sent = response.send(&mut stream);
        if !early {
            desk.answered(number);
        }
        if !sent? {
            break;
        }
    }
    Ok(())
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
