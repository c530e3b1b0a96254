//! What single words of the configuration mean. A secret is never repeated in what is said of it.

use crate::config::error::ConfigError;
use crate::config::source::Source;
use crate::config::written::PROGRAM;
use crate::model::feed::Quiet;
use crate::model::way::{Proxy, Secret};
use crate::ui::nearest::nearest;
use std::path::{Path, PathBuf};
use std::time::Duration;
use toml::Spanned;
use url::Url;

const HOURS: &str = "expected hours as \"22:00-07:00\", or \"none\"";
const PROXY: &str = "expected http://, https://, socks5:// or socks5h:// with a host, or \"none\"";

/// `22:00-07:00`; nothing where it is `none`.
///
/// # Errors
/// What was expected.
pub(crate) fn quiet(written: &str) -> Result<Option<Quiet>, String> {
    let quiet = own_quiet(written)?;
    Ok((quiet.from != quiet.to).then_some(quiet))
}

/// Hours of its own for a feed or a folder: with `none` the general ones do not hold for it.
///
/// # Errors
/// What was expected.
pub(crate) fn own_quiet(written: &str) -> Result<Quiet, String> {
    Quiet::read(written).ok_or_else(|| HOURS.to_owned())
}

/// Through whom to ask. The word may hold a login.
///
/// # Errors
/// What was expected.
pub(crate) fn proxy(written: &str) -> Result<Proxy, String> {
    let written = written.trim();
    if written == "none" {
        return Ok(Proxy::None);
    }
    let url = Url::parse(written).map_err(|_| PROXY.to_owned())?;
    let is_known = matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h");
    let leads_on = !matches!(url.path(), "" | "/") || url.query().is_some();
    if !is_known || url.host_str().is_none_or(str::is_empty) || leads_on {
        return Err(PROXY.to_owned());
    }
    Ok(Proxy::At(Secret(written.to_owned())))
}

/// Whether a proxy is written with a password.
pub(crate) fn holds_login(proxy: &str) -> bool {
    Url::parse(proxy.trim()).is_ok_and(|url| url.password().is_some())
}

/// The address of a feed, as subscriptions have it.
///
/// # Errors
/// What was expected.
pub(crate) fn address(written: &str) -> Result<String, String> {
    let url = Url::parse(written.trim());
    match url {
        Ok(url) if !url.username().is_empty() || url.password().is_some() => Err(
            "expected an address without a login, which `user` and `password_command` tell"
                .to_owned(),
        ),
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url.into()),
        Ok(url) if url.scheme() == "file" => Ok(url.into()),
        Ok(url) if matches!(url.scheme(), "exec" | "filter") => Err(format!(
            "{}: is no address; a program is named by `exec` or `filter`",
            url.scheme()
        )),
        _ => Err("expected an address that begins with https:// or http://".to_owned()),
    }
}

/// A program and its arguments; `~` before its name is the person's folder.
///
/// # Errors
/// What was expected.
pub(crate) fn program(mut words: Vec<String>) -> Result<Vec<String>, String> {
    let Some(name) = words.first_mut().filter(|name| !name.trim().is_empty()) else {
        return Err(PROGRAM.to_owned());
    };
    if name.starts_with('~') {
        *name = expanded(name)?.to_string_lossy().into_owned();
    }
    Ok(words)
}

/// A file, relative to the folder of the configuration.
///
/// # Errors
/// When there is no folder that `~` could mean.
pub(crate) fn file(written: &str, configuration: &Path) -> Result<PathBuf, String> {
    if written.trim().is_empty() {
        return Err("expected the path of a file".to_owned());
    }
    let path = expanded(written)?;
    Ok(match configuration.parent() {
        Some(folder) => folder.join(path),
        None => path,
    })
}

fn expanded(written: &str) -> Result<PathBuf, String> {
    let Some(rest) = written.strip_prefix('~') else {
        return Ok(PathBuf::from(written));
    };
    let inside = match rest {
        "" => "",
        rest => rest
            .strip_prefix('/')
            .ok_or("only ~/ is understood, and no other person's folder")?,
    };
    let home = etcetera::home_dir().map_err(|_| "there is no home folder that ~ could mean")?;
    Ok(home.join(inside))
}

/// The names of a folder, from the outermost in.
///
/// # Errors
/// What was expected.
pub(crate) fn folder(names: &[String]) -> Result<Vec<String>, String> {
    let names: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
    if names.is_empty() || names.iter().any(String::is_empty) {
        return Err("expected the names of folders, as \"Comics/Daily\"".to_owned());
    }
    Ok(names)
}

/// The address of a feed that a program makes: its name in small letters, signs left out.
///
/// # Errors
/// What was expected.
pub(crate) fn made_address(name: &str) -> Result<String, String> {
    let small = name.to_lowercase();
    let words: Vec<&str> = small
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return Err("expected a name with letters or digits in it".to_owned());
    }
    Ok(format!("exec:{}", words.join("-")))
}

/// What may stand in a header (RFC 9110 §5.5); the word itself is not repeated.
///
/// # Errors
/// What was expected.
pub(crate) fn header(written: String) -> Result<String, String> {
    if !written.trim().is_empty() && written.chars().all(|c| matches!(c, ' '..='~')) {
        Ok(written)
    } else {
        Err("expected letters, digits and signs of ASCII".to_owned())
    }
}

/// A name to log in with; a colon would end it (RFC 7617 §2).
///
/// # Errors
/// What was expected.
pub(crate) fn user(written: String) -> Result<String, String> {
    if written.is_empty() || written.contains(|c: char| c == ':' || c.is_control()) {
        Err("expected a name without a colon".to_owned())
    } else {
        Ok(written)
    }
}

/// The wait between two looks.
pub(crate) fn interval(minutes: usize) -> Duration {
    Duration::from_mins(minutes as u64)
}

/// One of these words.
///
/// # Errors
/// When it is another, with the one that may have been meant.
pub(crate) fn one_of<T: Copy>(
    source: &Source<'_>,
    written: Option<Spanned<String>>,
    words: &[(&str, T)],
) -> Result<Option<T>, ConfigError> {
    source.meant(written, |word| {
        let found = words.iter().find(|(name, _)| *name == word);
        found.map(|(_, value)| *value).ok_or_else(|| {
            let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
            let expected = format!("expected one of {}, not `{word}`", names.join(", "));
            match nearest(&word, names.iter().copied()) {
                Some(near) => format!("{expected}; did you mean `{near}`?"),
                None => expected,
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_are_read_as_a_clock_shows_them() {
        let check = |written, expect: Option<(u16, u16)>| {
            let hours = quiet(written).expect(written);
            assert_eq!(hours.map(|hours| (hours.from, hours.to)), expect);
        };
        check("22:00-07:00", Some((1320, 420)));
        check(" 0:05 – 23:59 ", Some((5, 1439)));
        check("none", None);
        assert_eq!(own_quiet("none"), Ok(Quiet { from: 0, to: 0 }));
        for wrong in [
            "",
            "22-7",
            "24:00-01:00",
            "22:60-07:00",
            "8:00-8:00",
            "+1:00-2:00",
            "1:0-2:00",
        ] {
            assert!(quiet(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_proxy_is_one_of_the_kinds_that_can_be_spoken_to_and_is_not_repeated() {
        for right in [
            "http://proxy.example:3128",
            "https://me:canary@proxy.example/",
            "socks5://[::1]:1080",
            "socks5h://localhost:9050",
        ] {
            assert_eq!(proxy(right), Ok(Proxy::At(Secret(right.to_owned()))));
        }
        assert_eq!(proxy("none"), Ok(Proxy::None));
        for wrong in [
            "",
            "localhost:9050",
            "ftp://me:canary@a.example",
            "http://me:canary@a.example/x",
            "socks5://",
        ] {
            let why = proxy(wrong).expect_err(wrong);
            assert!(!why.contains("canary"), "{why}");
        }
        assert!(holds_login("http://me:canary@a.example"));
        assert!(!holds_login("http://a.example"));
    }

    #[test]
    fn a_made_feed_has_an_address_that_is_its_name() {
        let check = |name, expect| assert_eq!(made_address(name).as_deref(), Ok(expect));
        check("Made here", "exec:made-here");
        check("  C++ & Ünïcode! ", "exec:c-ünïcode");
        assert!(made_address("…").is_err());
    }

    #[test]
    fn an_address_is_written_as_subscriptions_have_it() {
        let check = |written, expect| assert_eq!(address(written).as_deref(), Ok(expect));
        check("HTTPS://Example.org", "https://example.org/");
        check("http://a.example/f?x=1", "http://a.example/f?x=1");
        for (wrong, word) in [
            ("example.org/feed", "https://"),
            ("exec:ls", "`exec`"),
            ("filter:x:http://a.example", "`filter`"),
            ("javascript:x", "https://"),
            ("http://me:canary@a.example/", "`user`"),
        ] {
            let why = address(wrong).expect_err(wrong);
            assert!(why.contains(word) && !why.contains("canary"), "{why}");
        }
    }

    #[test]
    fn files_are_relative_to_the_configuration_and_the_tilde_to_the_person() {
        let check = |written, expect: &str| {
            let file = file(written, Path::new("/etc/postil/c.toml"));
            assert_eq!(file, Ok(PathBuf::from(expect)));
        };
        check("own.pem", "/etc/postil/own.pem");
        check("/own.pem", "/own.pem");
        let home = etcetera::home_dir().expect("there is one");
        check("~/own.pem", &home.join("own.pem").to_string_lossy());
        assert!(file("~root/own.pem", Path::new("c")).is_err());
        let words = program(vec!["~/bin/x".into(), "~".into()]).expect("it is one");
        assert_eq!(words, [&*home.join("bin/x").to_string_lossy(), "~"]);
        assert!(program(Vec::new()).is_err());
        assert!(program(vec![" ".into()]).is_err());
    }
}
