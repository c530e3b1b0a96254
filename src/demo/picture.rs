//! Pictures without picture files: overlapping waves in colours drawn from the name, as a PNG.
//!
//! A PNG wants a compressor, but deflate has a form that compresses nothing (RFC 1951 §3.2.4);
//! with that, two checksums and four chunks make a picture every viewer opens.

use crate::demo::chance::draw;

const WIDTH: u32 = 360;
const HEIGHT: u32 = 200;

/// The height of one wave, and the width of half of one.
const WAVE: u32 = 40;

/// The picture of that number.
pub fn png(seed: u64) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..HEIGHT {
        pixels.push(0); // this row is stored as it is (PNG §9.2, filter type None)
        pixels.extend((0..WIDTH).map(|x| colour(x, y)));
    }
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend(WIDTH.to_be_bytes());
    header.extend(HEIGHT.to_be_bytes());
    header.extend([8, 3, 0, 0, 0]); // 8 bits a pixel, indices into a palette
    chunk(&mut out, *b"IHDR", &header);
    chunk(&mut out, *b"PLTE", &palette(seed));
    chunk(&mut out, *b"IDAT", &zlib(&pixels));
    chunk(&mut out, *b"IEND", &[]);
    out
}

/// Which of the five colours a pixel has: rings about the middle of the frontmost wave it is in.
/// Every row of waves hides the upper part of none but the one behind it, and is half a wave aside.
fn colour(x: u32, y: u32) -> u8 {
    let rows = HEIGHT / (WAVE / 2) + 3;
    for row in (0..rows).rev() {
        let middle_y = row * WAVE / 2;
        let shift = if row % 2 == 0 { 0 } else { WAVE };
        let middle_x = (x + shift) / (2 * WAVE) * (2 * WAVE) + WAVE;
        let (across, down) = ((x + shift).abs_diff(middle_x), y.abs_diff(middle_y));
        let away = (across * across + down * down).isqrt();
        if away < WAVE && y <= middle_y {
            return u8::try_from(away * 4 / WAVE).unwrap_or(0) + 1;
        }
    }
    0
}

/// Five colours of one mood: a dark ground and four steps up to a light.
fn palette(seed: u64) -> Vec<u8> {
    let [red, green, blue, ..] = draw(seed, 0).to_le_bytes();
    let steps = [1, 3, 5, 7, 9].into_iter();
    let mixed = steps.flat_map(|step: u16| {
        [red, green, blue].map(|part| {
            let tinted = (u16::from(part) / 2 + 64) * step / 9 + step * 7;
            u8::try_from(tinted).unwrap_or(u8::MAX)
        })
    });
    mixed.collect()
}

/// One chunk: its length, its name, its data, and a checksum over the latter two (PNG §5.3).
fn chunk(out: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).expect("a picture is smaller than 4 GB");
    let named = [&name, data].concat();
    out.extend(length.to_be_bytes());
    out.extend(&named);
    out.extend(crc32(&named).to_be_bytes());
}

/// Stored blocks in a zlib wrapper (RFC 1950, RFC 1951 §3.2.4).
fn zlib(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = data.chunks(usize::from(u16::MAX));
    let last = blocks.len().saturating_sub(1);
    for (index, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).expect("chunks are cut to fit");
        out.push(u8::from(index == last));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    out.extend(adler32(data).to_be_bytes());
    out
}

/// PNG's checksum (ISO 3309), bit by bit; the pictures are small.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            let feedback = if sum & 1 == 1 { 0xEDB8_8320 } else { 0 };
            (sum >> 1) ^ feedback
        })
    })
}

/// zlib's checksum (RFC 1950 §8).
fn adler32(bytes: &[u8]) -> u32 {
    const MODULUS: u32 = 65_521;
    let (low, high) = bytes.iter().fold((1, 0), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % MODULUS;
        (low, (high + low) % MODULUS)
    });
    (high << 16) | low
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_checksums_are_the_ones_viewers_compute() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn a_picture_has_its_four_chunks_whole() {
        let png = png(7);
        let mut rest = png.strip_prefix(b"\x89PNG\r\n\x1a\n").unwrap();
        let mut kinds = Vec::new();
        while !rest.is_empty() {
            let length = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
            let named = &rest[4..8 + length];
            let sum = &rest[8 + length..12 + length];
            assert_eq!(sum, crc32(named).to_be_bytes());
            kinds.push(std::str::from_utf8(&named[..4]).unwrap());
            rest = &rest[12 + length..];
        }
        assert_eq!(kinds, ["IHDR", "PLTE", "IDAT", "IEND"]);
    }

    #[test]
    fn stored_blocks_hold_the_bytes_and_only_the_last_says_so() {
        let data = vec![5; 70_000];
        let packed = zlib(&data);
        assert_eq!(packed[2..7], [0, 0xFF, 0xFF, 0, 0]);
        let second = &packed[7 + 65_535..];
        assert_eq!(second[0], 1);
        assert_eq!(
            usize::from(u16::from_le_bytes([second[1], second[2]])),
            70_000 - 65_535
        );
        assert_eq!(packed.len(), 2 + 5 + 5 + 70_000 + 4);
    }

    #[test]
    fn there_is_something_to_see_and_no_colour_outside_the_palette() {
        let seen: BTreeSet<u8> = (0..HEIGHT)
            .flat_map(|y| (0..WIDTH).map(move |x| colour(x, y)))
            .collect();
        assert_eq!(seen, BTreeSet::from([1, 2, 3, 4]));
        assert_eq!(palette(7).len(), 15);
        assert_ne!(palette(7), palette(8));
    }
}
