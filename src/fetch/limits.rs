//! How much one request may cost, so that no server can hold the reader up or fill its memory.

use std::time::Duration;

/// Bounds of one GET with all its redirects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body after decompression; a few kilobytes can unpack to gigabytes.
    pub body: usize,
    /// Bytes of all headers of one answer, and how many lines they may be.
    pub headers: usize,
    pub header_lines: usize,
    /// Until a connection stands.
    pub connect: Duration,
    /// The longest silence in the middle of an answer.
    pub idle: Duration,
    /// From the first byte sent to the last received, redirects included.
    pub total: Duration,
    /// Until others have had their turn with the same host.
    pub turn: Duration,
    /// From the start of one exchange with a host to the start of the next, where a redirect leads there;
    /// all others are planned.
    pub gap: Duration,
    /// Exchanges at one time with one machine, whatever names it has.
    pub per_address: usize,
    pub redirects: usize,
    /// Bytes of an address, asked or redirected to.
    pub url: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 20 * 1024 * 1024,
            headers: 64 * 1024,
            header_lines: 100,
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(20),
            total: Duration::from_mins(1),
            turn: Duration::from_mins(10),
            gap: Duration::from_secs(2),
            per_address: 4,
            redirects: 10,
            url: 8 * 1024,
        }
    }
}
