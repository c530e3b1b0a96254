//! Pictures of articles: fetched because somebody wanted to see them, kept on disk, decoded within limits.
//!
//! Only what an article names is fetched. A file in the cache begins with the address it is of, so that no name made
//! of a stranger's words is ever needed, and one that is damaged is fetched again.

use crate::engine::lane::Desk;
use crate::engine::reading::aside;
use crate::engine::talk::reach::Search;
use crate::engine::words;
use crate::model::document::{Block, each_block};
use crate::model::entry::{Body, EntryId};
use crate::model::hash::fnv1a;
use crate::model::picture::Picture;
use crate::model::report::Failure;
use crate::model::request::Reply;
use crate::text::html;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use std::fs;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

const DOING: &str = "fetching the picture";
/// Bytes of a picture as it comes.
const BYTES: usize = 10 * 1024 * 1024;
/// Pixels of an edge, and bytes of memory decoding may take.
const EDGE: u32 = 8_192;
const MEMORY: u64 = 64 * 1024 * 1024;
/// A picture that is larger is made smaller: no terminal shows more.
const SHOWN: (u32, u32) = (1_600, 1_200);
/// Bytes of the cache; the files looked at longest ago go first.
const CACHE: u64 = 200 * 1024 * 1024;

/// A picture of an entry, ready to be drawn.
pub(super) async fn picture(desk: &Desk, entry: EntryId, address: &str) -> Result<Reply, Failure> {
    let failed =
        |why: String| Failure::new(DOING, why).hint("open the article in the browser instead");
    if !is_of_entry(desk, entry, address).await? {
        return Err(failed("the article has no such picture".to_owned()));
    }
    let cache = desk.cache.clone();
    let (at, named) = (cache.clone(), address.to_owned());
    let seconds = u64::try_from(desk.clock.now().0).unwrap_or(0);
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let kept = aside(DOING, move || {
        at.and_then(|folder| read(&folder, &named, now))
    })
    .await?;
    if let Some(bytes) = kept
        && let Ok(picture) = aside(DOING, move || decode(&bytes)).await?
    {
        return Ok(Reply::Picture(picture));
    }
    let search = Search::new(desk, entry).await;
    let search = search.map_err(|error| words::store(DOING, &error))?;
    let search = search.ok_or_else(|| words::gone(DOING))?;
    let (body, _) = search.get(address).await.map_err(failed)?;
    if body.bytes.len() > BYTES {
        return Err(failed(format!("it is larger than {} MB", BYTES >> 20)));
    }
    let named = address.to_owned();
    let decoded = aside(DOING, move || {
        let picture = decode(&body.bytes)?;
        if let Some(folder) = cache {
            // Without a cache the picture is shown all the same.
            let _ = keep(&folder, &named, &body.bytes, CACHE);
        }
        Ok(picture)
    });
    decoded.await?.map(Reply::Picture).map_err(failed)
}

/// Whether an article, in either of its texts, has this picture.
async fn is_of_entry(desk: &Desk, entry: EntryId, address: &str) -> Result<bool, Failure> {
    let read = desk.store.read(move |db| {
        let feed = db.article(entry)?;
        Ok((feed, db.page_text(entry)?))
    });
    let (article, page) = read.await.map_err(|error| words::store(DOING, &error))?;
    let article = article.ok_or_else(|| words::gone(DOING))?;
    let page = page.filter(|_| article.body == Body::Page);
    let (text, address) = (page.unwrap_or(article.text), address.to_owned());
    aside(DOING, move || {
        let document = html::document(&text.html, text.base.as_deref());
        names(&document.blocks, &address)
    })
    .await
}

fn names(blocks: &[Block], address: &str) -> bool {
    let mut found = false;
    each_block(blocks, &mut |block| {
        if let Block::Image { picture, .. } = block {
            found |= picture.address.as_deref() == Some(address);
        }
    });
    found
}

/// The first image of a picture, upright, and no larger than it is shown; why not, for people.
fn decode(bytes: &[u8]) -> Result<Picture, String> {
    let unread = |why: &dyn std::fmt::Display| format!("it cannot be read: {why}");
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|why| unread(&why))?;
    if reader.format().is_none() {
        return Err("it is no PNG, JPEG, GIF or WebP".to_owned());
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(EDGE);
    limits.max_image_height = Some(EDGE);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|why| unread(&why))?;
    let turned = decoder.orientation().map_err(|why| unread(&why))?;
    if decoder.total_bytes() > MEMORY {
        return Err("it is too large to be drawn".to_owned());
    }
    let mut image = DynamicImage::from_decoder(decoder).map_err(|why| unread(&why))?;
    image.apply_orientation(turned);
    if image.width() > SHOWN.0 || image.height() > SHOWN.1 {
        image = image.thumbnail(SHOWN.0, SHOWN.1);
    }
    let pixels = image.into_rgba8();
    let (width, height) = pixels.dimensions();
    if width == 0 || height == 0 {
        return Err("it is empty".to_owned());
    }
    Ok(Picture {
        width,
        height,
        pixels: Arc::from(pixels.into_raw()),
    })
}

fn file(folder: &Path, address: &str) -> PathBuf {
    folder.join(format!("{:016x}", fnv1a(address.bytes())))
}

/// What is kept of an address; the file is looked at now.
fn read(folder: &Path, address: &str, now: SystemTime) -> Option<Vec<u8>> {
    let path = file(folder, address);
    let bytes = fs::read(&path).ok()?;
    let body = bytes
        .strip_prefix(address.as_bytes())?
        .strip_prefix(b"\n")?;
    if let Ok(file) = fs::File::options().append(true).open(&path) {
        // Only which file goes first depends on it.
        let _ = file.set_modified(now);
    }
    Some(body.to_vec())
}

/// Keeps a picture, and lets those go that were looked at longest ago where there are too many.
fn keep(folder: &Path, address: &str, bytes: &[u8], most: u64) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let path = file(folder, address);
    let unfinished = path.with_extension("new");
    let whole = [address.as_bytes(), b"\n", bytes].concat();
    fs::write(&unfinished, whole)?;
    fs::rename(&unfinished, &path)?;
    let mut files: Vec<(SystemTime, u64, PathBuf)> = fs::read_dir(folder)?
        .filter_map(|file| {
            let file = file.ok()?;
            let facts = file.metadata().ok()?;
            Some((facts.modified().ok()?, facts.len(), file.path()))
        })
        .collect();
    files.sort();
    let mut size: u64 = files.iter().map(|(_, size, _)| size).sum();
    for (_, bytes, path) in files {
        if size <= most {
            break;
        }
        fs::remove_file(path)?;
        size -= bytes;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, RgbaImage};

    fn png(width: u32, height: u32) -> Vec<u8> {
        let image = DynamicImage::ImageRgba8(RgbaImage::new(width, height));
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_is_decoded_to_its_pixels_and_a_large_one_made_smaller() {
        let small = decode(&png(3, 2)).unwrap();
        assert_eq!((small.width, small.height, small.pixels.len()), (3, 2, 24));
        let large = decode(&png(3_200, 100)).unwrap();
        assert_eq!((large.width, large.height), (1_600, 50));
    }

    #[test]
    fn what_would_take_too_much_is_refused_before_it_does() {
        // A header that promises 30,000 times 30,000 pixels.
        let mut bomb = png(1, 1);
        bomb[16..20].copy_from_slice(&30_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&30_000_u32.to_be_bytes());
        assert!(decode(&bomb).is_err());
        assert!(decode(&png(8_193, 1)).is_err());
        assert!(
            decode(&png(6_000, 6_000))
                .unwrap_err()
                .contains("too large")
        );
        for bytes in [
            &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..],
            b"",
            b"GIF89a",
            &png(4, 4)[..40],
        ] {
            assert!(decode(bytes).is_err());
        }
    }

    #[test]
    fn the_cache_knows_its_own_files_and_forgets_the_oldest() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(4_000_000_000);
        let (a, b) = ("https://a.example/a.png", "https://a.example/b.png");
        assert_eq!(read(folder, a, now), None);
        keep(folder, a, b"aaaa", 1_000).unwrap();
        keep(folder, b, b"bbbb", 1_000).unwrap();
        assert_eq!(read(folder, a, now).as_deref(), Some(&b"aaaa"[..]));
        let long_ago = SystemTime::UNIX_EPOCH;
        fs::File::options()
            .append(true)
            .open(file(folder, b))
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
        keep(folder, "https://a.example/c.png", b"cccc", 70).unwrap();
        assert_eq!(read(folder, b, now), None);
        assert!(read(folder, a, now).is_some());
        // A file of another address under this name is none of ours.
        fs::write(file(folder, a), b"https://evil.example/\nx").unwrap();
        assert_eq!(read(folder, a, now), None);
    }
}
