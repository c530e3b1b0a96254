//! The conversation pane by key scripts, on conversations made by hand.

mod acting;
mod arriving;
mod finding;
mod following;
mod seeing;

use crate::pane::{new, said};
use postil::model::comment::Comment;
use postil::model::request::Request;

/// 1(2(3) 4(5)) 6(7) 8, of which 3 and 7 are new.
pub(super) fn kettle() -> Vec<Comment> {
    vec![
        said(1, 0, "Ana", "Does yours talk?"),
        said(2, 1, "Tobias", "Only about the tea."),
        new(said(3, 2, "Bo", "Mine sings.")),
        said(4, 1, "Reggie", "Descale it."),
        said(5, 4, "Willa", "Never."),
        said(6, 0, "Mirela", "It was a quarter of a tone."),
        new(said(7, 6, "Chidi", "Of which tone?")),
        said(8, 0, "Pekka", "Tea is tea."),
    ]
}

pub(super) fn order(request: Request) -> Vec<Request> {
    vec![request]
}
