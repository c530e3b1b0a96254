//! Pictures on the terminal: by its own protocol where it has one, else by halves of blocks.
//!
//! The one place that knows how. The panes say where a picture stands; here it is made ready for that size, away from
//! the loop, and put over the frame. A picture is known by its pixels and its size in cells.

use crate::model::picture::Picture;
use crate::shell::kitty::{self, Placement, Prepared};
use crate::ui::article::Stand;
use crate::ui::look::{Cell, Emoji, PictureWay};
use image::{DynamicImage, RgbaImage};
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use ratatui::widgets::Widget;
use ratatui_image::picker::{Picker, ProtocolType};
use ratatui_image::sliced::{SignedPosition, SlicedImage, SlicedProtocol};
use ratatui_image::{FontSize, Resize};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Pictures that are kept ready.
const READY: usize = 32;
/// The cell of a terminal that does not say how large its cells are, in pixels.
const USUAL: Cell = Cell {
    width: 10,
    height: 20,
};

/// What tells a terminal from others.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// `TERM`.
    pub term: String,
    /// `TERM_PROGRAM`.
    pub program: String,
    /// Other variables that a terminal sets are there: kitty's window, tmux or screen.
    pub kitty: bool,
    pub multiplexed: bool,
}

impl Surroundings {
    /// Those of this process.
    pub fn of_process() -> Self {
        let value = |name| std::env::var(name).unwrap_or_default();
        let is_set = |name| std::env::var_os(name).is_some();
        let term = value("TERM");
        Self {
            multiplexed: is_set("TMUX") || term.starts_with("screen") || term.starts_with("tmux"),
            kitty: is_set("KITTY_WINDOW_ID"),
            program: value("TERM_PROGRAM"),
            term,
        }
    }
}

/// How emoji are shown in these surroundings: in full where signs of several characters are known to be drawn as one.
pub fn emoji(around: &Surroundings) -> Emoji {
    let draws_clusters = matches!(
        around.program.as_str(),
        "ghostty" | "WezTerm" | "contour" | "iTerm.app" | "Apple_Terminal"
    ) || matches!(
        around.term.as_str(),
        "foot" | "foot-extra" | "xterm-ghostty" | "contour"
    );
    if draws_clusters && !around.multiplexed {
        Emoji::Full
    } else {
        Emoji::Safe
    }
}

/// The protocol to use in these surroundings; nothing where no pictures can be shown.
fn settled(way: PictureWay, around: &Surroundings) -> Option<ProtocolType> {
    let plain = matches!(around.term.as_str(), "" | "dumb" | "linux");
    Some(match way {
        PictureWay::Off => return None,
        PictureWay::Kitty => ProtocolType::Kitty,
        PictureWay::ITerm2 => ProtocolType::Iterm2,
        PictureWay::Sixel => ProtocolType::Sixel,
        PictureWay::HalfBlocks => ProtocolType::Halfblocks,
        PictureWay::Auto if plain => return None,
        // What a multiplexer lets through cannot be known.
        PictureWay::Auto if around.multiplexed => ProtocolType::Halfblocks,
        PictureWay::Auto if around.kitty => ProtocolType::Kitty,
        PictureWay::Auto => match (around.term.as_str(), around.program.as_str()) {
            ("xterm-kitty" | "xterm-ghostty", _) | (_, "ghostty") => ProtocolType::Kitty,
            (_, "iTerm.app" | "WezTerm" | "mintty" | "rio" | "vscode") => ProtocolType::Iterm2,
            ("foot" | "foot-extra" | "mlterm" | "contour", _) => ProtocolType::Sixel,
            _ => ProtocolType::Halfblocks,
        },
    })
}

/// A picture by its pixels and its size in cells.
type Key = (usize, u16, u16);

/// A picture in the form that is shown.
enum Form {
    Cells(Box<SlicedProtocol>),
    Kitty(Prepared),
}

enum Ready {
    Coming,
    Here {
        form: Form,
        /// Held so that no other picture comes to lie where this one does, which is what it is known by.
        #[expect(dead_code, reason = "holding it is its use")]
        pixels: Arc<[u8]>,
    },
    /// It cannot be made ready; the place stays empty.
    Lost,
}

/// How they are made ready.
#[derive(Clone)]
enum Maker {
    Cells(Picker),
    Kitty(Cell),
}

/// Pictures made ready.
pub struct Gallery {
    maker: Option<Maker>,
    cell: Cell,
    ready: HashMap<Key, Ready>,
    /// Numbers given to pictures so far.
    numbers: u32,
    /// What stands on the terminal by kitty's protocol.
    placed: Vec<Placement>,
    done: UnboundedSender<(Key, Option<Form>, Arc<[u8]>)>,
    finished: UnboundedReceiver<(Key, Option<Form>, Arc<[u8]>)>,
}

impl Gallery {
    /// For a terminal with cells of this many pixels, if it says so.
    pub fn new(way: PictureWay, around: &Surroundings, cell: Option<Cell>) -> Self {
        let (done, finished) = unbounded_channel();
        let size = cell.unwrap_or(USUAL);
        // Without the size of a cell only blocks come out right.
        let is_known = cell.is_some() || way != PictureWay::Auto;
        let maker = settled(way, around).map(|protocol| match protocol {
            ProtocolType::Kitty if is_known => Maker::Kitty(size),
            protocol if is_known => Maker::Cells(picker(protocol, size)),
            _ => Maker::Cells(picker(ProtocolType::Halfblocks, size)),
        });
        Self {
            maker,
            cell: size,
            ready: HashMap::new(),
            numbers: 0,
            placed: Vec::new(),
            done,
            finished,
        }
    }

    /// The size of a cell, in pixels; nothing where no pictures can be shown.
    pub fn cell(&self) -> Option<Cell> {
        self.maker.as_ref().map(|_| self.cell)
    }

    /// Draws pictures into a frame as far as they are made of cells and ready, and has others made ready.
    pub fn draw(&mut self, stands: &[Stand], buffer: &mut Buffer) {
        for stand in stands {
            match self.ready.get(&key(stand)) {
                Some(Ready::Here {
                    form: Form::Cells(protocol),
                    ..
                }) => put(protocol, stand, buffer),
                Some(_) => {}
                None => self.make_ready(stand),
            }
        }
        if self.ready.len() > READY {
            let shown: Vec<Key> = stands.iter().map(key).collect();
            self.ready
                .retain(|key, ready| shown.contains(key) || matches!(ready, Ready::Coming));
        }
    }

    fn make_ready(&mut self, stand: &Stand) {
        let Some(maker) = self.maker.clone() else {
            return;
        };
        let key = key(stand);
        self.ready.insert(key, Ready::Coming);
        self.numbers += 1;
        let (number, picture, done) = (self.numbers, stand.picture.clone(), self.done.clone());
        tokio::task::spawn_blocking(move || {
            let form = match maker {
                Maker::Cells(picker) => cells(&picker, &picture, Size::new(key.1, key.2)),
                Maker::Kitty(cell) => {
                    Prepared::new(&picture, cell, key.1, key.2, number).map(Form::Kitty)
                }
            };
            // The session may have ended.
            let _ = done.send((key, form, picture.pixels));
        });
    }

    /// What is written behind a frame so that the pictures of kitty's protocol stand where they are to stand.
    pub fn behind_frame(&mut self, stands: &[Stand]) -> String {
        let mut out = String::new();
        let mut placed = Vec::new();
        for stand in stands {
            if let Some(Ready::Here {
                form: Form::Kitty(prepared),
                ..
            }) = self.ready.get_mut(&key(stand))
                && let Some(at) = prepared.placement(stand)
            {
                out.extend(prepared.send());
                if !self.placed.contains(&at) {
                    out.push_str(&prepared.place(&at));
                }
                placed.push(at);
            }
        }
        let mut before = String::new();
        for old in self.placed.iter().filter(|old| !placed.contains(old)) {
            before.push_str(&old.take_away());
        }
        self.placed = placed;
        before + &out
    }

    /// Waits until a picture is ready.
    pub async fn grown(&mut self) {
        // This gallery holds a sender itself, so the channel does not end.
        if let Some((key, form, pixels)) = self.finished.recv().await {
            let ready = form.map_or(Ready::Lost, |form| Ready::Here { form, pixels });
            self.ready.insert(key, ready);
        }
    }

    /// The terminal was given to others: what it was told before is forgotten. What makes it forget is written to it.
    pub fn forget(&mut self) -> &'static str {
        self.ready.retain(|_, ready| matches!(ready, Ready::Coming));
        self.placed.clear();
        match self.maker {
            Some(Maker::Kitty(_)) => kitty::FORGET,
            _ => "",
        }
    }
}

fn key(stand: &Stand) -> Key {
    (
        stand.picture.pixels.as_ptr().addr(),
        stand.columns,
        stand.rows,
    )
}

fn picker(protocol: ProtocolType, cell: Cell) -> Picker {
    #[expect(
        deprecated,
        reason = "asking the terminal would keep the first frame waiting"
    )]
    let mut picker = Picker::from_fontsize(FontSize::new(cell.width, cell.height));
    picker.set_protocol_type(protocol);
    picker
}

fn cells(picker: &Picker, picture: &Picture, size: Size) -> Option<Form> {
    let pixels = RgbaImage::from_raw(picture.width, picture.height, picture.pixels.to_vec())?;
    let image = DynamicImage::ImageRgba8(pixels);
    let protocol = SlicedProtocol::new_with_resize(picker, image, size, Resize::Fit(None)).ok()?;
    Some(Form::Cells(Box::new(protocol)))
}

fn put(protocol: &SlicedProtocol, stand: &Stand, buffer: &mut Buffer) {
    let clip = stand.clip.intersection(buffer.area);
    let x = i32::from(stand.x) - i32::from(clip.x);
    let y = stand.y - i32::from(clip.y);
    let (Ok(x), Ok(y)) = (i16::try_from(x), i16::try_from(y)) else {
        return;
    };
    SlicedImage::new(protocol, SignedPosition::from((x, y))).render(clip, buffer);
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;

    #[test]
    fn the_way_follows_from_what_the_terminal_is() {
        let around = |term: &str, program: &str| Surroundings {
            term: term.to_owned(),
            program: program.to_owned(),
            ..Surroundings::default()
        };
        let check = |way: PictureWay, around: Surroundings, expect: Option<ProtocolType>| {
            assert_eq!(settled(way, &around), expect, "{around:?}");
        };
        check(
            PictureWay::Auto,
            around("xterm-kitty", ""),
            Some(ProtocolType::Kitty),
        );
        check(
            PictureWay::Auto,
            around("xterm-256color", "WezTerm"),
            Some(ProtocolType::Iterm2),
        );
        check(
            PictureWay::Auto,
            around("foot", ""),
            Some(ProtocolType::Sixel),
        );
        check(
            PictureWay::Auto,
            around("xterm-256color", ""),
            Some(ProtocolType::Halfblocks),
        );
        check(PictureWay::Auto, around("linux", ""), None);
        check(
            PictureWay::Sixel,
            around("linux", ""),
            Some(ProtocolType::Sixel),
        );
        check(PictureWay::Off, around("xterm-kitty", ""), None);
        let within = Surroundings {
            kitty: true,
            multiplexed: true,
            ..around("tmux-256color", "tmux")
        };
        check(PictureWay::Auto, within, Some(ProtocolType::Halfblocks));
    }

    #[tokio::test]
    async fn a_picture_is_drawn_where_it_stands_once_it_is_ready() {
        let pixels: Vec<u8> = [255, 0, 0, 255].repeat(40 * 40);
        let stand = Stand {
            picture: Picture {
                width: 40,
                height: 40,
                pixels: Arc::from(pixels),
            },
            x: 2,
            y: -1,
            columns: 4,
            rows: 2,
            clip: Rect::new(0, 0, 10, 5),
        };
        let mut gallery = Gallery::new(PictureWay::HalfBlocks, &Surroundings::default(), None);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 5));
        gallery.draw(std::slice::from_ref(&stand), &mut buffer);
        assert_eq!(buffer, Buffer::empty(buffer.area));
        gallery.grown().await;
        gallery.draw(&[stand], &mut buffer);
        let lit: Vec<_> = buffer
            .area
            .positions()
            .filter(|at| {
                buffer[*at].symbol() != " " || buffer[*at].bg != ratatui::style::Color::Reset
            })
            .map(|at| (at.x, at.y))
            .collect();
        // Its upper half is above the screen.
        assert_eq!(lit, [(2, 0), (3, 0), (4, 0), (5, 0)]);
    }
}
