//! A thousand hosts in one process. It is told over its standard input what to be like.

use std::fmt::Write as _;
use std::io::{BufRead as _, Write as _};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

const ENTRIES: u32 = 30;

/// One feed of so many brings something new in version 2.
const NEWS: u32 = 20;

/// The first one, which is asked before all others, keeps silent when told to.
pub(crate) fn url(feed: u32, port: u16) -> String {
    format!("http://{}:{port}/feed/{feed}", host(feed))
}

fn host(feed: u32) -> Ipv4Addr {
    // 127.1.0.1 and on.
    Ipv4Addr::from_bits(0x7f01_0001 + feed)
}

#[derive(Default)]
struct Mood {
    version: AtomicU64,
    delay: AtomicU64,
    mute: AtomicBool,
}

/// Serves until it is killed, or nobody gives orders any more.
pub(crate) fn serve(feeds: u32) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime can be had");
    let mood = Arc::new(Mood::default());
    let told = mood.clone();
    std::thread::spawn(move || runtime.block_on(listen(feeds, told)));
    for order in std::io::stdin().lock().lines() {
        let order = order.expect("orders are text");
        let words: Vec<&str> = order.split(' ').collect();
        let [version, delay, mute] = words[..] else {
            panic!("an order has three words: {order}");
        };
        let number = |word: &str| word.parse().expect("a number");
        mood.version.store(number(version), Ordering::SeqCst);
        mood.delay.store(number(delay), Ordering::SeqCst);
        mood.mute.store(mute == "true", Ordering::SeqCst);
        say("done");
    }
}

fn say(word: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{word}").expect("it is heard");
    out.flush().expect("it is heard");
}

/// All hosts share a port, so that an address tells the feed alone; the system picks one for the first.
async fn listen(feeds: u32, mood: Arc<Mood>) {
    let mut port = 0;
    for feed in 0..feeds {
        let listener = TcpListener::bind((host(feed), port))
            .await
            .expect("nobody has the port here");
        port = listener.local_addr().expect("it is bound").port();
        let (mood, is_first) = (mood.clone(), feed == 0);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that goes away is its own affair.
                let mood = mood.clone();
                tokio::spawn(async move { drop(converse(stream, &mood, feed, is_first).await) });
            }
        });
    }
    say(&port.to_string());
    std::future::pending::<()>().await;
}

async fn converse(
    stream: TcpStream,
    mood: &Mood,
    feed: u32,
    is_first: bool,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let Some(known) = request(&mut stream).await? else {
            return Ok(());
        };
        if is_first && mood.mute.load(Ordering::SeqCst) {
            return std::future::pending().await;
        }
        tokio::time::sleep(Duration::from_millis(mood.delay.load(Ordering::SeqCst))).await;
        let is_new = mood.version.load(Ordering::SeqCst) == 2 && feed.is_multiple_of(NEWS);
        let tag = if is_new { "\"2\"" } else { "\"1\"" };
        let answer = if known == tag {
            format!("HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n")
        } else {
            let body = body(feed, is_new);
            let length = body.len();
            format!(
                "HTTP/1.1 200 OK\r\nETag: {tag}\r\nContent-Type: application/rss+xml\r\nContent-Length: {length}\r\n\r\n{body}"
            )
        };
        stream.write_all(answer.as_bytes()).await?;
    }
}

/// Reads a request; the entity tag it knows, or nothing where there is none.
async fn request(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<String>> {
    let mut known = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        if line.is_empty() {
            return Ok(Some(known));
        }
        if let Some((name, value)) = line.split_once(": ")
            && name.eq_ignore_ascii_case("if-none-match")
        {
            value.clone_into(&mut known);
        }
    }
}

fn body(feed: u32, is_new: bool) -> String {
    let text = "Of all the things seen from this window, here is one. ".repeat(20);
    let mut items = String::new();
    for entry in (u32::from(!is_new)..=ENTRIES).take(ENTRIES as usize) {
        let day = 28 - entry % 28;
        let _ = write!(
            items,
            "<item><guid isPermaLink=\"false\">{feed}-{entry}</guid><title>Letter {entry}</title>\
             <link>http://blog{feed}.example/{entry}</link><pubDate>{day:02} Feb 2026 12:00:00 GMT</pubDate>\
             <description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
        );
    }
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Blog {feed}</title>\
         <link>http://blog{feed}.example/</link>{items}</channel></rss>"
    )
}
