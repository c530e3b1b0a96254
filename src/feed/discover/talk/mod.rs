//! The comment feed of an entry: where it may be, and whether what came is it.
//!
//! Looked for only when a person opens or follows the talk, in this order: what the feed names and
//! what follows from ids and addresses (`named`), what the entry's page names (`in_page`), and one
//! guess at a `WordPress` whose page could not be had (`guessed`). All of it are leads; `proven`
//! says whether a feed that was read is the talk under the entry. The other way round, `posts_of`
//! says which post a comment of a whole site stands under.

mod embedded;
mod leads;
mod named;
mod page;
mod pages;
mod platforms;
mod posts;
mod proof;
pub(super) mod sign;
pub(super) mod subscribed;
pub(super) mod threads;
mod titles;
mod whole;
mod wordpress;

#[cfg(test)]
mod tests;

pub use named::{guessed, named};
pub use page::in_page;
pub use posts::{is_site_wide, posts_of};
pub use proof::proven;
pub use wordpress::{site_feed, twin};
