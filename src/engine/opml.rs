//! Subscriptions in and out of OPML files.

use crate::engine::lane::Desk;
use crate::engine::words;
use crate::feed::opml;
use crate::model::report::{Failure, Note};
use crate::model::request::Reply;
use crate::store::db::Db;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The largest OPML file that is read, bytes.
const LARGEST: u64 = 20 * 1024 * 1024;

/// Subscribes to everything a file lists; what is there already stays as it is.
pub async fn import(desk: &Desk, path: PathBuf) -> Result<Reply, Failure> {
    let doing = format!("importing {}", path.display());
    let failed = |why: String| Failure::new(doing.clone(), why);
    let text = blocking(move || read(&path)).await.map_err(failed)?;
    let outline = blocking(move || opml::parse(&text).map_err(|error| error.to_string()));
    let outline = outline
        .await
        .map_err(|why| failed(why).hint("is it an OPML file?"))?;
    if outline.subscriptions.is_empty() && outline.rejected.is_empty() {
        return Err(failed("it lists no feeds".to_owned()));
    }
    let now = desk.clock.now();
    let list = outline.subscriptions;
    let subscribed = desk
        .store
        .write(move |db| db.subscribe_all(&list, now))
        .await;
    let subscribed = subscribed.map_err(|error| words::store(doing.clone(), &error))?;
    let mut report = subscribed.report;
    report.rejected.extend(outline.rejected);
    desk.learn_new(subscribed.new).await;
    desk.tell(Note::Changed {
        feeds: subscribed.feeds,
    })
    .await;
    Ok(Reply::Imported(report))
}

/// Writes all subscriptions to a file, whole or not at all.
pub async fn export(desk: &Desk, path: PathBuf) -> Result<Reply, Failure> {
    let doing = format!("exporting to {}", path.display());
    let list = desk.store.read(Db::subscriptions).await;
    let list = list.map_err(|error| words::store(doing.clone(), &error))?;
    let count = list.len();
    let text = opml::write("postil subscriptions", &list);
    let written = blocking(move || write_whole(&path, &text)).await;
    written.map_err(|why| Failure::new(doing, why))?;
    Ok(Reply::Exported(count))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err("an error in postil itself".to_owned()))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
    let mut text = Vec::new();
    let read = file.take(LARGEST + 1).read_to_end(&mut text);
    read.map_err(|error| error.to_string())?;
    if text.len() as u64 > LARGEST {
        return Err(format!("it is larger than {} MiB", LARGEST / (1024 * 1024)));
    }
    Ok(text)
}

/// Beside the file first, then in its place: a full disk leaves the old file as it was.
fn write_whole(path: &Path, text: &str) -> Result<(), String> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        error.to_string()
    })
}
