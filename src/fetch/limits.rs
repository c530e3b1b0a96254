//! How much one request may cost, so that no server can hold the reader up or fill its memory.

use std::time::Duration;

/// Bounds of one GET with all its redirects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body after decompression; a few kilobytes can unpack to gigabytes.
    pub body: usize,
    /// Until a connection stands.
    pub connect: Duration,
    /// The longest silence in the middle of an answer.
    pub idle: Duration,
    /// From the first byte sent to the last received, redirects included.
    pub total: Duration,
    pub redirects: usize,
    /// Bytes of an address, asked or redirected to.
    pub url: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 20 * 1024 * 1024,
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(20),
            total: Duration::from_mins(1),
            redirects: 10,
            url: 8 * 1024,
        }
    }
}
