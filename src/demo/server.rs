//! Serves the world over HTTP/1.1, one loopback port a blog.

use crate::demo::blog::{BLOGS, Blog};
use crate::demo::conditional::{Held, http_date, not_modified};
use crate::demo::route;
use crate::demo::world::World;
use crate::model::hash::fnv1a;
use crate::model::time::Time;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, LAST_MODIFIED};
use hyper::header::{IF_MODIFIED_SINCE, IF_NONE_MATCH};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// Says what time it is in the demo's web.
pub type Clock = Arc<dyn Fn() -> Time + Send + Sync>;

/// The running servers; they end when this is dropped.
#[derive(Debug)]
pub struct Served {
    /// Where each blog's host is to be found.
    pub hosts: HashMap<String, SocketAddr>,
    _listeners: JoinSet<()>,
}

/// Starts one server a blog, on ports the system chooses. To be called inside a tokio runtime.
///
/// # Errors
/// Where no loopback port can be had.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the servers keep both; the caller gives its share away"
)]
pub fn serve(world: Arc<World>, clock: Clock) -> io::Result<Served> {
    let mut hosts = HashMap::new();
    let mut listeners = JoinSet::new();
    for blog in &BLOGS {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        hosts.insert(blog.host.to_owned(), listener.local_addr()?);
        listeners.spawn(listen(
            listener,
            blog,
            Arc::clone(&world),
            Arc::clone(&clock),
        ));
    }
    Ok(Served {
        hosts,
        _listeners: listeners,
    })
}

/// Accepts until dropped; its connections end with it.
async fn listen(listener: TcpListener, blog: &'static Blog, world: Arc<World>, clock: Clock) {
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors, most likely: others must finish before the next can come.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let (world, clock) = (Arc::clone(&world), Arc::clone(&clock));
        connections.spawn(async move {
            let service = service_fn(|request: Request<Incoming>| {
                let answer = answer(&world, blog, &request, clock());
                std::future::ready(Ok::<_, Infallible>(answer))
            });
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // An asker that goes away in the middle is its own affair.
            drop(connection.await);
        });
    }
}

fn answer<B>(
    world: &World,
    blog: &'static Blog,
    request: &Request<B>,
    now: Time,
) -> Response<Full<Bytes>> {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let mut refusal = plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD.\n");
        set(&mut refusal, ALLOW, "GET, HEAD");
        return refusal;
    }
    let target = request.uri().path_and_query();
    let target = target.map_or("/", |target| target.as_str());
    let Some(found) = route::find(world, blog, target, now) else {
        return plain(StatusCode::NOT_FOUND, "There is nothing here.\n");
    };
    let etag = format!("\"{:016x}\"", fnv1a(found.body.iter().copied()));
    let etags = joined(request.headers(), &IF_NONE_MATCH);
    let since = joined(request.headers(), &IF_MODIFIED_SINCE);
    let held = Held {
        etags: etags.as_deref(),
        since: since.as_deref(),
    };
    let status = StatusCode::from_u16(found.status).unwrap_or_default();
    let known = status == StatusCode::OK && not_modified(held, &etag, found.modified);
    let mut response = if known {
        let mut response = Response::new(Full::default());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        let mut response = Response::new(Full::from(found.body));
        *response.status_mut() = status;
        set(&mut response, CONTENT_TYPE, found.content_type);
        response
    };
    for (name, value) in &found.headers {
        let value = value.parse().expect("written here, in ASCII");
        response
            .headers_mut()
            .append(HeaderName::from_static(name), value);
    }
    set(&mut response, ETAG, &etag);
    set(&mut response, LAST_MODIFIED, &http_date(found.modified));
    response
}

fn plain(status: StatusCode, words: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(words));
    *response.status_mut() = status;
    set(&mut response, CONTENT_TYPE, "text/plain; charset=UTF-8");
    response
}

fn set(response: &mut Response<Full<Bytes>>, name: HeaderName, value: &str) {
    let value = value.parse().expect("written here, in ASCII");
    response.headers_mut().insert(name, value);
}

/// A field sent in several lines is one list (RFC 9110 §5.3).
fn joined(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let lines = headers.get_all(name).iter();
    let lines: Vec<&str> = lines.filter_map(|line| line.to_str().ok()).collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}
