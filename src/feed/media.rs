//! Files that belong to an entry: what kind they are and how long they run, as feeds write it.

/// The media type that the ending of an address stands for, of those that entries carry.
pub fn type_of(address: &str) -> Option<&'static str> {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let (_, name) = path.rsplit_once('/')?;
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "mp3" => "audio/mpeg",
        "m4a" | "m4b" => "audio/mp4",
        "aac" => "audio/aac",
        "ogg" | "oga" | "spx" => "audio/ogg",
        "opus" => "audio/opus",
        "flac" => "audio/flac",
        "wav" => "audio/wav",
        "wma" => "audio/x-ms-wma",
        "mp4" | "m4v" => "video/mp4",
        "mpg" | "mpeg" => "video/mpeg",
        "mov" => "video/quicktime",
        "webm" => "video/webm",
        "ogv" => "video/ogg",
        "mkv" => "video/x-matroska",
        "avi" => "video/x-msvideo",
        "m3u8" => "application/vnd.apple.mpegurl",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        "torrent" => "application/x-bittorrent",
        _ => return None,
    })
}

/// A running time: seconds, or hours, minutes and seconds parted by colons; a fraction is cut off. Nought
/// stands for "not known".
pub fn seconds(written: &str) -> Option<u32> {
    let written = written.trim().trim_end_matches(['s', 'S']);
    if written.matches(':').count() > 2 {
        return None;
    }
    let total = written.split(':').try_fold(0_u32, |time, part| {
        let whole = part.trim().split(['.', ',']).next()?;
        time.checked_mul(60)?.checked_add(whole.parse().ok()?)
    });
    total.filter(|total| *total > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_ending() {
        let check = |address, expect| assert_eq!(type_of(address), expect, "{address}");
        check(
            "https://a.example/talk.MP3?from=feed.png#t=1",
            Some("audio/mpeg"),
        );
        check("https://a.example/film.m4v", Some("video/mp4"));
        check("https://a.example/mp3", None);
        check("https://a.example.mp3/", None);
        check("", None);
    }

    #[test]
    fn a_running_time_is_read_however_it_is_written() {
        let check = |written, expect| assert_eq!(seconds(written), expect, "{written}");
        check(" 90 ", Some(90));
        check("90.75", Some(90));
        check("90,75s", Some(90));
        check("1:30", Some(90));
        check("00:00", None);
        check("01:01:30", Some(3690));
        check("1:1:1:1", None);
        check("99999999999", None);
        check("an hour", None);
        check("", None);
    }
}
