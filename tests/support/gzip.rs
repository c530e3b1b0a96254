//! Gzip files made by hand (RFC 1951, RFC 1952), so that a test needs no compressor: a few bytes
//! stored as they are, or a great many alike in almost none.

const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// These bytes, stored; at most 65,535 of them.
pub(crate) fn stored(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).expect("a stored block has two bytes for its length");
    let mut file = HEADER.to_vec();
    file.push(1);
    file.extend(length.to_le_bytes());
    file.extend((!length).to_le_bytes());
    file.extend(bytes);
    file.extend(checksum(bytes).to_le_bytes());
    file.extend(u32::from(length).to_le_bytes());
    file
}

/// Unpacks to `runs` × 258 + 1 bytes, and is a hundred and fifty times smaller: one literal, and a
/// run of 258 of the same again and again, 13 bits each. Its checksum is wrong; who unpacks the
/// whole to find out has been fooled already.
pub(crate) fn bomb(runs: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(0b1, 1); // the last block
    bits.put(0b01, 2); // fixed codes
    bits.put_code(0b0011_0000, 8); // the literal 0
    for _ in 0..runs {
        bits.put_code(0b1100_0101, 8); // length 258
        bits.put_code(0, 5); // distance 1
    }
    bits.put_code(0, 7); // the end
    let mut file = HEADER.to_vec();
    file.extend(bits.bytes);
    file.extend([0; 8]);
    file
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u8,
}

impl Bits {
    /// Numbers go lowest bit first.
    fn put(&mut self, value: u32, count: u32) {
        for bit in 0..count {
            if self.used == 0 {
                self.bytes.push(0);
            }
            let last = self.bytes.last_mut().expect("one was pushed");
            *last |= u8::from(value >> bit & 1 == 1) << self.used;
            self.used = (self.used + 1) % 8;
        }
    }

    /// Codes go highest bit first.
    fn put_code(&mut self, code: u32, count: u32) {
        self.put(code.reverse_bits() >> (32 - count), count);
    }
}

/// CRC-32 as gzip uses it.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| {
        if crc & 1 == 1 {
            crc >> 1 ^ 0xedb8_8320
        } else {
            crc >> 1
        }
    };
    !bytes
        .iter()
        .fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}
