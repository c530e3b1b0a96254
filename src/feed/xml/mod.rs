//! XML as people really write it.
//!
//! `markup` finds something in every text and never fails; `tree` is the strict reader over quick-xml that
//! gives one element after another. Between them lie what a tag is made of and whose word a name is.

pub mod markup;

pub mod attributes;
pub mod references;

pub mod tree;

pub mod element;
pub mod entities;
pub mod vocabulary;
