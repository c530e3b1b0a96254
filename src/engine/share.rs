//! An article that leaves the reader: into a file, to a command; and what belongs to it, opened by the program for it.

use crate::engine::lane::Desk;
use crate::engine::reading;
use crate::fetch::program::{self, Bounds};
use crate::model::entry::{Article, EntryId, Format};
use crate::model::outside::Command;
use crate::model::parsed::Enclosure;
use crate::model::report::Failure;
use crate::model::request::Reply;
use crate::text::file_name::file_name;
use crate::text::plain;
use crate::text::whole::written;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use url::Url;

/// Bytes a command may say.
const SAID: usize = 64 * 1024;
/// Files of one name that are tried.
const TRIES: u32 = 99;

/// Writes an article to a file.
pub(super) async fn save(
    desk: &Desk,
    entry: EntryId,
    format: Format,
    path: PathBuf,
) -> Result<Reply, Failure> {
    let doing = format!(
        "saving the article to {}",
        plain::line(&path.to_string_lossy())
    );
    let article = reading::read_article(desk, entry).await?;
    let work = move || {
        let bytes = written(&article, format)?;
        let path = expanded(path)?;
        // Where the folder itself is named, the title names the file.
        if path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/') {
            in_folder(&path, &article.row.title, format, &bytes)
        } else {
            create(&path, &bytes).map(|()| path)
        }
    };
    let saved = tokio::task::spawn_blocking(work).await;
    let saved = saved.map_err(|_| Failure::new(doing.clone(), "postil itself failed at it"))?;
    saved.map(Reply::Saved).map_err(|why| {
        let hint = match why.kind() {
            ErrorKind::AlreadyExists => "name another file; nothing is overwritten",
            ErrorKind::NotFound => "make the folder first, or name another",
            _ => "name another file or folder",
        };
        let why = match why.kind() {
            ErrorKind::AlreadyExists => "it is there already".to_owned(),
            ErrorKind::NotFound => "there is no such folder".to_owned(),
            _ => why.to_string(),
        };
        Failure::new(doing, why).hint(hint)
    })
}

fn ending(format: Format) -> &'static str {
    match format {
        Format::Text => "txt",
        Format::Markdown => "md",
        Format::Html => "html",
        Format::Epub => "epub",
    }
}

/// Writes to a name made of the title; to a numbered one where that is taken.
fn in_folder(folder: &Path, title: &str, format: Format, bytes: &[u8]) -> io::Result<PathBuf> {
    let (name, ending) = (file_name(title), ending(format));
    for number in 1..=TRIES {
        let number = if number == 1 {
            String::new()
        } else {
            format!(" ({number})")
        };
        let path = folder.join(format!("{name}{number}.{ending}"));
        match create(&path, bytes) {
            Err(why) if why.kind() == ErrorKind::AlreadyExists => {}
            done => return done.map(|()| path),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Writes a file that is not there yet; nothing is overwritten, and no link is followed.
fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// `~` is the person's folder.
fn expanded(path: PathBuf) -> io::Result<PathBuf> {
    match path.strip_prefix("~") {
        Ok(inside) => {
            let home = etcetera::home_dir().map_err(io::Error::other)?;
            Ok(home.join(inside))
        }
        Err(_) => Ok(path),
    }
}

/// Hands an article to a command.
pub(super) async fn share(desk: &Desk, entry: EntryId, name: &str) -> Result<Reply, Failure> {
    let doing = format!("handing the article to {}", plain::line(name));
    let known = desk
        .outside
        .commands
        .iter()
        .find(|command| command.name == name);
    let Some(command) = known.cloned() else {
        return Err(Failure::new(doing, "no such command is configured"));
    };
    let article = reading::read_article(desk, entry).await?;
    let input = match command.input {
        None => Vec::new(),
        Some(format) => {
            written(&article, format).map_err(|why| Failure::new(doing.clone(), why))?
        }
    };
    let argv = argv(&command, &Values::of(&article));
    let bounds = Bounds {
        bytes: SAID,
        time: command.time,
    };
    let said = program::run(&argv, &input, bounds).await;
    let said = said.map_err(|why| {
        let hint = "try it in a shell; docs/sharing.md tells how commands are written";
        Failure::new(doing, why).hint(hint)
    })?;
    let said = String::from_utf8_lossy(&said);
    let first = said.lines().map(plain::line).find(|line| !line.is_empty());
    Ok(Reply::Shared(first))
}

/// What a command may be told of an article.
struct Values {
    all: [(&'static str, String); 5],
}

impl Values {
    fn of(article: &Article) -> Self {
        let link = article
            .row
            .link
            .as_deref()
            .and_then(|link| Url::parse(link).ok());
        let link = link.filter(|url| matches!(url.scheme(), "http" | "https"));
        // What begins with a dash would be an option of the program.
        let safe = |text: &str| {
            let text = plain::line(text);
            match text.strip_prefix('-') {
                Some(rest) => format!("–{rest}"),
                None => text,
            }
        };
        Self {
            all: [
                ("url", link.map(String::from).unwrap_or_default()),
                ("title", safe(article.row.name())),
                (
                    "author",
                    safe(article.author.as_deref().unwrap_or_default()),
                ),
                ("feed", safe(&article.row.feed_title)),
                ("id", article.row.id.0.to_string()),
            ],
        }
    }

    /// A word of the configuration with values in the place of their names; never more than one word.
    fn fill(&self, word: &str) -> String {
        let mut filled = String::new();
        let mut rest = word;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let named = after.split_once('}');
            let value = named.and_then(|(name, behind)| {
                let (_, value) = self.all.iter().find(|(known, _)| *known == name)?;
                Some((value, behind))
            });
            if let Some((value, behind)) = value {
                filled.push_str(value);
                rest = behind;
            } else {
                filled.push('{');
                rest = after;
            }
        }
        filled + rest
    }
}

/// The program and its arguments. A shell gets what is known as arguments of its own, not within its line.
fn argv(command: &Command, values: &Values) -> Vec<String> {
    if command.shell {
        let line = command.run.join(" ");
        let mut argv = vec!["sh".to_owned(), "-c".to_owned(), line, "postil".to_owned()];
        argv.extend(values.all.iter().map(|(_, value)| value.clone()));
        return argv;
    }
    let mut words = command.run.iter();
    let program = words.next().cloned();
    program
        .into_iter()
        .chain(words.map(|word| values.fill(word)))
        .collect()
}

/// Opens a recording, a film or a file by the program for its kind; without one the desktop is to do it.
pub(super) fn play(desk: &Desk, enclosure: &Enclosure) -> Result<Reply, Failure> {
    let doing = "opening the enclosure";
    let url = Url::parse(&enclosure.url).ok();
    let Some(url) = url.filter(|url| matches!(url.scheme(), "http" | "https")) else {
        return Err(Failure::new(doing, "its address is none of the web"));
    };
    let kind = enclosure.media_type.as_deref().unwrap_or_default();
    let opener = desk
        .outside
        .openers
        .iter()
        .find(|opener| opener.opens(kind));
    let Some(opener) = opener else {
        return Ok(Reply::Browse(url.into()));
    };
    let argv: Vec<String> = opener
        .run
        .iter()
        .map(|word| word.replace("{url}", url.as_str()))
        .collect();
    let launched = program::launch(&argv);
    launched.map_err(|why| {
        Failure::new(doing, why).hint("docs/sharing.md tells how openers are written")
    })?;
    Ok(Reply::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const NASTY: &str = "`id` $(id) ; ' \" \\ && x";

    fn values() -> Values {
        Values {
            all: [
                ("url", "https://a.example/?a=1&b=2".to_owned()),
                ("title", NASTY.to_owned()),
                ("author", "Ana".to_owned()),
                ("feed", "{title}".to_owned()),
                ("id", "7".to_owned()),
            ],
        }
    }

    fn command(run: &[&str], shell: bool) -> Command {
        Command {
            name: "x".to_owned(),
            run: run.iter().map(ToString::to_string).collect(),
            shell,
            input: None,
            time: Duration::from_secs(1),
        }
    }

    #[test]
    fn a_value_is_never_more_than_a_part_of_one_argument() {
        let argv = argv(
            &command(
                &["prog", "--title={title}", "{url}", "{feed}{nothing}", "{"],
                false,
            ),
            &values(),
        );
        let title = format!("--title={NASTY}");
        assert_eq!(
            argv,
            [
                "prog",
                &title,
                "https://a.example/?a=1&b=2",
                "{title}{nothing}",
                "{"
            ]
        );
    }

    #[test]
    fn a_shell_gets_values_beside_its_line() {
        let argv = argv(&command(&["echo", "\"$2\""], true), &values());
        assert_eq!(argv[..4], ["sh", "-c", "echo \"$2\"", "postil"]);
        assert_eq!(argv[4..6], ["https://a.example/?a=1&b=2", NASTY]);
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let save =
            |bytes: &[u8]| in_folder(folder.path(), "../Tea", Format::Markdown, bytes).unwrap();
        assert_eq!(save(b"a"), folder.path().join("Tea.md"));
        assert_eq!(save(b"b"), folder.path().join("Tea (2).md"));
        assert_eq!(std::fs::read(folder.path().join("Tea.md")).unwrap(), b"a");
        let taken = create(&folder.path().join("Tea.md"), b"c").unwrap_err();
        assert_eq!(taken.kind(), ErrorKind::AlreadyExists);
        std::os::unix::fs::symlink("/nowhere", folder.path().join("link")).unwrap();
        assert!(create(&folder.path().join("link"), b"d").is_err());
    }
}
