//! Pictures by the graphics protocol of kitty: sent once, then placed where they are in sight.
//!
//! Placed at the cursor and cropped by the terminal, which every terminal that speaks the protocol can do; its younger
//! way, by placeholder characters, many cannot. What was placed is taken away by its number, so that nothing stays
//! behind when the text moves.

use crate::model::picture::Picture;
use crate::ui::article::Stand;
use crate::ui::look::Cell;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::RgbaImage;
use image::imageops::{FilterType, resize};
use std::fmt::Write as _;
use std::io::Write as _;

/// Bytes of data in one escape sequence.
const CHUNK: usize = 4_096;

/// A picture made ready for so many cells.
#[derive(Debug)]
pub(super) struct Prepared {
    /// The terminal's number for it.
    id: u32,
    width: u32,
    height: u32,
    /// What sends it; nothing once it was sent.
    sending: Option<String>,
}

/// Where a picture was placed, as far as it is in sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placement {
    id: u32,
    /// Column and row of the screen, counted from 0.
    x: u16,
    y: u16,
    columns: u16,
    rows: u16,
    /// Pixels of the picture above the part that is seen, and how many are seen.
    above: u32,
    seen: u32,
}

impl Prepared {
    /// Scales a picture to its cells and packs it.
    pub(super) fn new(
        picture: &Picture,
        cell: Cell,
        columns: u16,
        rows: u16,
        id: u32,
    ) -> Option<Self> {
        let pixels = RgbaImage::from_raw(picture.width, picture.height, picture.pixels.to_vec())?;
        let (width, height) = fitted(picture, cell, columns, rows);
        let scaled = resize(&pixels, width, height, FilterType::Triangle);
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(scaled.as_raw()).ok()?;
        let data = STANDARD.encode(packed.finish().ok()?);
        let mut sending = String::with_capacity(data.len() + data.len() / CHUNK * 16 + 64);
        let mut chunks = data.as_bytes().chunks(CHUNK).peekable();
        let mut head = format!("a=t,f=32,o=z,s={width},v={height},i={id},q=2,");
        while let Some(chunk) = chunks.next() {
            let more = u8::from(chunks.peek().is_some());
            let chunk = std::str::from_utf8(chunk).ok()?;
            let _ = write!(sending, "\x1b_G{head}m={more};{chunk}\x1b\\");
            head.clear();
            head.push_str("q=2,");
        }
        Some(Self {
            id,
            width,
            height,
            sending: Some(sending),
        })
    }

    /// What sends the picture, the first time.
    pub(super) fn send(&mut self) -> Option<String> {
        self.sending.take()
    }

    /// Where it is to be placed; nothing while none of it is in sight.
    pub(super) fn placement(&self, stand: &Stand) -> Option<Placement> {
        let (top, bottom) = (i32::from(stand.clip.top()), i32::from(stand.clip.bottom()));
        let from = stand.y.max(top);
        let to = (stand.y + i32::from(stand.rows)).min(bottom);
        let rows = u16::try_from(to - from).ok().filter(|rows| *rows > 0)?;
        let hidden = u32::try_from(from - stand.y).ok()?;
        let pixels = |rows: u32| self.height * rows / u32::from(stand.rows.max(1));
        Some(Placement {
            id: self.id,
            x: stand.x,
            y: u16::try_from(from).ok()?,
            columns: stand.columns,
            rows,
            above: pixels(hidden),
            seen: pixels(u32::from(rows)).max(1),
        })
    }

    /// What places it, and leaves the cursor where it was.
    pub(super) fn place(&self, at: &Placement) -> String {
        format!(
            "\x1b7\x1b[{};{}H\x1b_Ga=p,i={},p=1,q=2,C=1,c={},r={},x=0,y={},w={},h={}\x1b\\\x1b8",
            at.y + 1,
            at.x + 1,
            at.id,
            at.columns,
            at.rows,
            at.above,
            self.width,
            at.seen
        )
    }
}

impl Placement {
    /// What takes it away.
    pub(super) fn take_away(&self) -> String {
        format!("\x1b_Ga=d,d=i,i={},q=2\x1b\\", self.id)
    }
}

/// What makes the terminal forget all pictures.
pub(super) const FORGET: &str = "\x1b_Ga=d,d=A,q=2\x1b\\";

/// The pixels of a picture in so many cells.
fn fitted(picture: &Picture, cell: Cell, columns: u16, rows: u16) -> (u32, u32) {
    let room = |cells: u16, cell: u16| u32::from(cells) * u32::from(cell);
    let (wide, high) = (
        room(columns, cell.width).max(1),
        room(rows, cell.height).max(1),
    );
    (picture.width.clamp(1, wide), picture.height.clamp(1, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use std::sync::Arc;

    fn picture() -> Picture {
        Picture {
            width: 30,
            height: 40,
            pixels: Arc::from([1, 2, 3, 255].repeat(30 * 40)),
        }
    }

    fn prepared() -> Prepared {
        let cell = Cell {
            width: 10,
            height: 20,
        };
        Prepared::new(&picture(), cell, 3, 2, 7).unwrap()
    }

    #[test]
    fn a_picture_is_sent_once_in_pieces_the_terminal_takes() {
        let mut ready = prepared();
        let sent = ready.send().unwrap();
        assert!(
            sent.starts_with("\x1b_Ga=t,f=32,o=z,s=30,v=40,i=7,q=2,m=0;"),
            "{sent}"
        );
        assert!(sent.ends_with("\x1b\\"));
        assert_eq!(ready.send(), None);
    }

    #[test]
    fn only_the_part_in_sight_is_placed() {
        let ready = prepared();
        let place = |y, clip| {
            let stand = Stand {
                picture: picture(),
                x: 4,
                y,
                columns: 3,
                rows: 2,
                clip,
            };
            let at = ready.placement(&stand)?;
            Some(ready.place(&at))
        };
        let screen = Rect::new(0, 0, 20, 10);
        assert_eq!(
            place(3, screen).unwrap(),
            "\x1b7\x1b[4;5H\x1b_Ga=p,i=7,p=1,q=2,C=1,c=3,r=2,x=0,y=0,w=30,h=40\x1b\\\x1b8"
        );
        let above = place(-1, screen).unwrap();
        assert!(
            above.contains("[1;5H") && above.contains("r=1,x=0,y=20,w=30,h=20"),
            "{above}"
        );
        let below = place(9, screen).unwrap();
        assert!(
            below.contains("[10;5H") && below.contains("r=1,x=0,y=0,w=30,h=20"),
            "{below}"
        );
        assert_eq!(place(10, screen), None);
        assert_eq!(place(-2, screen), None);
    }
}
