//! Where files live: the XDG base directories, on every system that has a home folder.

use crate::config::error::ConfigError;
use etcetera::BaseStrategy;
use std::path::{Path, PathBuf};

/// The files of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    pub config: PathBuf,
    /// The person named the configuration, so it has to be there.
    pub config_is_named: bool,
    pub database: PathBuf,
    /// Where pictures are kept for a while; nowhere without a home folder.
    pub pictures: Option<PathBuf>,
}

/// The usual places, or those a person named.
///
/// # Errors
/// When a place is not named and there is no home folder to derive it from.
pub fn find(config: Option<PathBuf>, data_dir: Option<PathBuf>) -> Result<Paths, ConfigError> {
    let config_is_named = config.is_some();
    let config = match config {
        Some(path) => path,
        None => home()?.config_dir().join("postil").join("config.toml"),
    };
    let data_dir = match data_dir {
        Some(path) => path,
        None => home()?.data_dir().join("postil"),
    };
    Ok(Paths {
        config,
        config_is_named,
        database: database(&data_dir),
        pictures: home()
            .ok()
            .map(|home| home.cache_dir().join("postil").join("pictures")),
    })
}

/// The database of a data folder.
pub fn database(data_dir: &Path) -> PathBuf {
    data_dir.join("postil.db")
}

fn home() -> Result<impl BaseStrategy, ConfigError> {
    etcetera::choose_base_strategy().map_err(|_| ConfigError::NoHome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_are_named_are_taken_as_they_are() {
        let paths = find(Some("/a/b.toml".into()), Some("/c".into())).expect("both are named");
        assert_eq!(paths.config, Path::new("/a/b.toml"));
        assert!(paths.config_is_named);
        assert_eq!(paths.database, Path::new("/c/postil.db"));
    }
}
