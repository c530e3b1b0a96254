//! A picture that can be drawn: nothing but its pixels.

use std::fmt;
use std::sync::Arc;

/// A still picture; of a moving one the first image.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels.
    pub width: u32,
    pub height: u32,
    /// Red, green, blue and opacity of each pixel, row by row from the top; `width * height * 4` bytes.
    pub pixels: Arc<[u8]>,
}

impl fmt::Debug for Picture {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Picture({}x{})", self.width, self.height)
    }
}
