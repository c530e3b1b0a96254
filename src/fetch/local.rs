//! Feeds that lie in a file of this machine.

use crate::fetch::limits::Limits;
use crate::fetch::trouble::Trouble;
use crate::model::http::{Answer, Body, Get, Hints, Validators};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::UNIX_EPOCH;
use url::Url;

/// The text of a file, or that it has not changed. Its size and the time it was written stand for it.
pub(crate) async fn read(get: Get, limits: &Limits) -> Result<Answer, Trouble> {
    let limit = limits.body;
    let work = tokio::task::spawn_blocking(move || read_now(&get, limit));
    work.await
        .unwrap_or(Err(Trouble::NoFile("it could not be read".into())))
}

fn read_now(get: &Get, limit: usize) -> Result<Answer, Trouble> {
    let path = Url::parse(&get.url)
        .ok()
        .and_then(|url| url.to_file_path().ok())
        .ok_or(Trouble::NoAddress)?;
    let (mut file, validators) = open(&path)?;
    let hints = Hints::default();
    if validators == get.validators {
        return Ok(Answer::NotModified {
            validators,
            hints,
            url: get.url.clone(),
            moved_to: None,
        });
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let read = file.by_ref().take(most).read_to_end(&mut bytes);
    read.map_err(|why| Trouble::NoFile(why.to_string()))?;
    if bytes.len() > limit {
        return Err(Trouble::Large(limit));
    }
    Ok(Answer::Fresh(Body {
        bytes,
        content_type: None,
        links: Vec::new(),
        url: get.url.clone(),
        moved_to: None,
        validators,
        hints,
        is_partial: false,
    }))
}

/// An ordinary file; a device or a pipe might never end.
fn open(path: &Path) -> Result<(File, Validators), Trouble> {
    let trouble = |why: std::io::Error| Trouble::NoFile(why.to_string());
    let known = path.metadata().map_err(trouble)?;
    if !known.is_file() {
        return Err(Trouble::NoFile("it is no ordinary file".into()));
    }
    let written = known.modified().ok();
    let written = written.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let etag = written.map(|at| format!("\"{}-{}\"", at.as_nanos(), known.len()));
    let file = File::open(path).map_err(trouble)?;
    Ok((
        file,
        Validators {
            etag,
            last_modified: None,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_a_feed_until_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("feed one.xml");
        std::fs::write(&path, "<rss/>").unwrap();
        let url = Url::from_file_path(&path).unwrap().to_string();
        let limits = Limits {
            body: 10,
            ..Limits::default()
        };
        let Ok(Answer::Fresh(body)) = read(Get::plain(url.clone()), &limits).await else {
            panic!("the file is there")
        };
        assert_eq!(body.bytes, b"<rss/>");
        let again = Get {
            validators: body.validators,
            ..Get::plain(url.clone())
        };
        let unchanged = read(again.clone(), &limits).await;
        assert!(matches!(unchanged, Ok(Answer::NotModified { .. })));
        std::fs::write(&path, "<rss></rss>").unwrap();
        assert_eq!(read(again, &limits).await, Err(Trouble::Large(10)));
        let folder = Url::from_file_path(folder.path()).unwrap();
        for (address, why) in [
            (folder.as_str(), "no ordinary file"),
            ("file:///nowhere", "No such"),
        ] {
            let trouble = read(Get::plain(address), &limits).await.unwrap_err();
            assert!(trouble.to_string().contains(why), "{trouble}");
        }
    }
}
