//! Bodies that are still packed when all is said to be unpacked.
//!
//! Servers compress what is compressed already, or forget to say that they did. The first bytes tell.

use flate2::read::{MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// Nobody writes a feed longer than this, bytes; a body that unpacks to more is an attack.
pub const MOST: usize = 20 * 1024 * 1024;

/// A body packed more often than this is left as it is.
const LAYERS: usize = 3;

/// What was inside, and what is to be said of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Unpacked {
    pub bytes: Vec<u8>,
    pub notes: Vec<String>,
}

/// The inside of a gzip (RFC 1952) or zlib (RFC 1950) body; nothing where it is neither. One that breaks
/// off is unpacked up to there, one without end up to `MOST`.
pub fn unpack(bytes: &[u8]) -> Option<Unpacked> {
    let mut inside = open(bytes)?;
    for _ in 1..LAYERS {
        let Some(deeper) = open(&inside.bytes) else {
            break;
        };
        inside = deeper;
    }
    Some(inside)
}

fn open(bytes: &[u8]) -> Option<Unpacked> {
    match bytes {
        [0x1F, 0x8B, 8, ..] => read(MultiGzDecoder::new(bytes), "gzip"),
        // The header is a multiple of 31, and no text begins like this.
        [0x78, 0x01 | 0x5E | 0x9C | 0xDA, ..] => read(ZlibDecoder::new(bytes), "zlib"),
        _ => None,
    }
}

fn read(packed: impl Read, name: &str) -> Option<Unpacked> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MOST).unwrap_or(u64::MAX);
    let broken = packed.take(most + 1).read_to_end(&mut bytes).is_err();
    if bytes.is_empty() {
        return None;
    }
    let mut notes = vec![format!("it came packed ({name}), and was not said to be")];
    if bytes.len() > MOST {
        bytes.truncate(MOST);
        notes.push("it unpacks to more than any feed holds, and was cut".to_owned());
    } else if broken {
        notes.push("its packing breaks off before the end".to_owned());
    }
    Some(Unpacked { bytes, notes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn check(packed: &[u8], inside: &[u8], notes: usize) {
        let found = unpack(packed).unwrap();
        assert_eq!(found.bytes, inside);
        assert_eq!(found.notes.len(), notes, "{:?}", found.notes);
    }

    #[test]
    fn what_is_packed_is_unpacked_however_often() {
        let feed = b"<rss>".repeat(500);
        check(&gzip(&feed), &feed, 1);
        check(&gzip(&gzip(&feed)), &feed, 1);
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
        packer.write_all(&feed).unwrap();
        check(&packer.finish().unwrap(), &feed, 1);
        assert_eq!(unpack(&feed), None);
        assert_eq!(unpack(b"\x1F\x8B\x08 no"), None);
    }

    #[test]
    fn what_breaks_off_is_read_up_to_there() {
        let feed: Vec<u8> = (0..4000_u32).flat_map(u32::to_le_bytes).collect();
        let packed = gzip(&feed);
        let found = unpack(&packed[..packed.len() / 2]).unwrap();
        assert!(feed.starts_with(&found.bytes) && found.notes.len() == 2);
    }

    #[test]
    fn a_bomb_is_cut() {
        let found = unpack(&gzip(&vec![b' '; MOST + 5])).unwrap();
        assert_eq!((found.bytes.len(), found.notes.len()), (MOST, 2));
    }
}
