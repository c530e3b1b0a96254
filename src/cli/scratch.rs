//! A folder for the time being: private, and gone when it is dropped.

use std::fs::{self, DirBuilder};
use std::io;
use std::path::{Path, PathBuf};

/// A folder that lives as long as this does.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// A new folder that only this person can enter. Making a folder fails where anything has its
    /// name already, a link planted by somebody else included, so that a name that can be guessed
    /// does no harm.
    ///
    /// # Errors
    /// When no folder can be made.
    pub fn new() -> io::Result<Self> {
        Self::within(&std::env::temp_dir())
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn within(folder: &Path) -> io::Result<Self> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        let process = std::process::id();
        let mut number = 0_u32;
        loop {
            let path = folder.join(format!("postil-{process}-{number}"));
            match builder.create(&path) {
                Ok(()) => return Ok(Self { path }),
                Err(why) if why.kind() == io::ErrorKind::AlreadyExists && number < 1000 => {
                    number += 1;
                }
                Err(why) => return Err(why),
            }
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to the system, which empties this folder from time to time.
        let _ = fs::remove_dir_all(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_behind_and_nothing_is_shared() {
        let base = tempfile::tempdir().expect("a folder for the test");
        let one = Scratch::within(base.path()).expect("there is room");
        let other = Scratch::within(base.path()).expect("there is room");
        assert_ne!(one.path(), other.path());
        fs::write(one.path().join("x"), "x").expect("it is ours");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(one.path()).expect("it is there").permissions();
            assert_eq!(mode.mode() & 0o777, 0o700);
        }
        drop((one, other));
        assert_eq!(fs::read_dir(base.path()).expect("it is there").count(), 0);
    }
}
