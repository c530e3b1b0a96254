//! What may be typed after `postil`.

use clap::{ArgGroup, Parser, Subcommand};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  postil demo                    look around, without a network or a subscription
  postil import feeds.opml       take over the subscriptions of another reader
  postil add example.org         subscribe to a blog by its address
  postil                         read

In the reader, ? shows the keys.";

/// A terminal reader for blogs and the conversations under them.
///
/// Without a command, the reader opens.
#[derive(Debug, Parser)]
#[command(name = "postil", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Args {
    /// Settings, in place of postil/config.toml in the folder for configuration
    #[arg(long, global = true, value_name = "FILE", env = "POSTIL_CONFIG")]
    pub config: Option<PathBuf>,

    /// Where subscriptions and entries are kept, in place of postil in the folder for data
    #[arg(long, global = true, value_name = "FOLDER", env = "POSTIL_DATA_DIR")]
    pub data_dir: Option<PathBuf>,

    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the reader on a small web of its own, where comments go on arriving
    ///
    /// Everything happens on this machine: six blogs are served on loopback ports, and nothing is
    /// kept afterwards.
    #[command(after_long_help = "Example:\n  postil demo --seed 7")]
    Demo {
        /// Which comments arrive when; the same number gives the same web
        #[arg(long, default_value_t = 1, value_name = "N")]
        seed: u64,
    },

    /// Subscribe to all feeds of an OPML file
    ///
    /// Folders are kept; what is subscribed already stays as it is. Nothing is fetched yet.
    #[command(after_long_help = "\
Examples:
  postil import feeds.opml && postil refresh
  ssh other postil export | postil import -")]
    Import {
        /// The file; - for standard input
        file: PathBuf,
    },

    /// Subscribe to feeds by their address, or by that of a page that names one
    ///
    /// Of several feeds a page names, the first one of articles is taken; the others are printed with
    /// their kind, name and address. What cannot be read as a feed is never subscribed.
    #[command(after_long_help = "\
Examples:
  postil add example.org https://blog.example/atom.xml
  postil add -n https://www.youtube.com/channel/ID")]
    Add {
        /// Print what was found and subscribe to nothing
        #[arg(long, short = 'n')]
        dry_run: bool,

        #[arg(required = true, value_name = "URL")]
        urls: Vec<String>,
    },

    /// Show what the reader sees in a feed, without keeping anything
    ///
    /// Format, encoding, what had to be mended, what the feed says of itself, its entries and the
    /// talk under them. In the column "talk", + stands where an entry names a comment feed. The exit
    /// code is 0 where a feed was read, else 1.
    #[command(after_long_help = "\
Examples:
  postil inspect https://example.org/feed
  postil inspect broken.xml
  curl -s https://example.org/feed | postil inspect - --json")]
    Inspect {
        /// A file, an address, or - for standard input
        #[arg(value_name = "FILE|URL|-")]
        what: String,

        /// Print all of it as JSON, for programs
        #[arg(long)]
        json: bool,

        /// What relative addresses are relative to, in a document that comes from no address
        #[arg(long, value_name = "URL")]
        base: Option<String>,
    },

    /// Ask the feeds that are due and tell what came
    ///
    /// Each is asked when the reader would ask it by itself, so that a script may run this often.
    /// What a server asked for stands, whatever the options. The exit code is 0 where everything due
    /// was asked, 1 where some of it failed, 2 where nothing could be done.
    #[command(after_long_help = "\
Examples:
  postil refresh --all
  postil refresh --force --feed https://example.org/feed
In a crontab:
  */15 * * * *  postil refresh --quiet")]
    Refresh {
        /// Ask every feed that may be asked, due or not
        #[arg(long, conflicts_with = "feed")]
        all: bool,

        /// Ask this feed alone; may be given more than once
        #[arg(long, value_name = "URL")]
        feed: Vec<String>,

        /// Ask it although it was asked a moment ago, or its last answer still holds
        #[arg(long, requires = "feed")]
        force: bool,

        /// Print all that came of it as JSON, for programs
        #[arg(long)]
        json: bool,

        /// Tell nothing but failures
        #[arg(long, short, conflicts_with = "json")]
        quiet: bool,
    },

    /// Tell how it stands with every feed, and when it is asked next
    ///
    /// A line each: state, last success, next look, title, why then, address.
    #[command(after_long_help = "\
Examples:
  postil feeds | sort
  postil feeds --trouble --health
  postil feeds --json | jq '.feeds[] | select(.failures > 3) | .url'")]
    Feeds {
        /// Print all that is known of each
        #[arg(long)]
        health: bool,

        /// Only feeds with which something is to be done
        #[arg(long)]
        trouble: bool,

        /// Print all that is known as JSON, for programs
        #[arg(long)]
        json: bool,
    },

    /// Look at configuration, database, network and feeds, and say what is to be done
    ///
    /// Nobody is asked anything over the network, and no secret is shown. The exit code is 0 where
    /// all is well, 1 where something is to be done, 2 where nothing can work.
    #[command(after_long_help = "Example:\n  postil doctor && echo fine")]
    Doctor,

    /// Take a feed back to the address it had before it moved, or on to where it has moved
    ///
    /// A feed that was taken back stays where it is, whatever its server says.
    #[command(after_long_help = "\
Examples:
  postil move https://new.example/feed --back
  postil move https://old.example/feed --follow")]
    #[command(group = ArgGroup::new("way").args(["back", "follow", "unite"]).required(true))]
    Move {
        /// The address the feed has now, or had once
        url: String,

        /// To the address before
        #[arg(long)]
        back: bool,

        /// To where its server says it has moved, without waiting for proof
        #[arg(long)]
        follow: bool,

        /// Make it one with the feed that is subscribed where it has moved to; entries and marks of both stay
        #[arg(long)]
        unite: bool,
    },

    /// Print the conversation under an entry with its tree
    ///
    /// The entry is told by its number, as postil list --entries shows it, or by an address: its own, that
    /// of the page people comment on, or that of its comment feed. Where nobody was ever asked for its
    /// comments, that is done first. Nothing is marked as seen. The exit code is 0 where all went well, 1
    /// where somebody was asked in vain, 2 where there is no such entry.
    #[command(after_long_help = "\
Examples:
  postil comments 12 | less
  postil comments https://example.org/a-post/ --markdown > note.md
  postil comments 12 --json | jq -r '.comments[] | select(.read == false) | .link'")]
    Comments {
        #[arg(value_name = "ENTRY|URL")]
        entry: String,

        /// Print all that is known as JSON, for programs
        #[arg(long)]
        json: bool,

        /// Print it as Markdown, for a note
        #[arg(long, conflicts_with = "json")]
        markdown: bool,

        /// Ask for comments first, even if that was done before
        #[arg(long)]
        refresh: bool,

        /// Fetch what the comment feed does not hold, from wherever it can be had
        #[arg(long)]
        complete: bool,

        /// Ask also a third party for it, where the talk is had from one
        #[arg(long, requires = "complete")]
        agree: bool,

        /// Columns, in place of those of the terminal, or 80
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000),
            conflicts_with_all = ["json", "markdown"])]
        width: Option<u16>,
    },

    /// Print an article
    ///
    /// As the reader would set it, or in a form for programs. It is not marked as read by that.
    #[command(after_long_help = "\
Examples:
  postil show 12
  postil show https://example.org/a-post/ --format markdown > note.md
  postil show 12 --page
  postil show 12 --format json | jq -r '.links[]'")]
    Show {
        #[arg(value_name = "ENTRY|URL")]
        entry: String,

        /// Columns, in place of those of the terminal, or 80; a line of text has 72 at most unless this is given
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
        width: Option<u16>,

        #[arg(long, value_enum, default_value_t = ShownAs::Text)]
        format: ShownAs,

        /// The main text of the entry's page, fetched if it is not kept, in place of what the feed brought
        #[arg(long)]
        page: bool,
    },

    /// Print the conversations that were taken up, those first in which something was said last
    ///
    /// A line each: number of the entry, when something was said last, * if something is new, feed,
    /// title, comments (and new ones), whether it is followed, address.
    #[command(after_long_help = "\
Examples:
  postil conversations
  postil conversations --all --json | jq -r '.conversations[] | select(.over) | .url'")]
    Conversations {
        /// Also those that are muted or over
        #[arg(long)]
        all: bool,

        /// Print all that is known as JSON, for programs
        #[arg(long)]
        json: bool,
    },

    /// Follow conversations: they are asked by themselves as long as people talk
    ///
    /// Entries are told by number or address, as for postil comments. What was said so far is fetched at
    /// once. When nobody has said anything for a week, a conversation is over, and not asked any more. The
    /// exit code is 0 where all are followed, 1 where some are, 2 where none is.
    #[command(after_long_help = "\
Examples:
  postil follow 12 https://example.org/a-post/
  postil follow --pin 12 && postil refresh")]
    Follow {
        /// Go on for good, once a day when nobody says anything any more
        #[arg(long)]
        pin: bool,

        #[arg(required = true, value_name = "ENTRY|URL")]
        entries: Vec<String>,
    },

    /// Follow conversations no more
    ///
    /// What is known of them is kept, and no rule follows them again.
    #[command(after_long_help = "Example:\n  postil unfollow 12")]
    Unfollow {
        #[arg(required = true, value_name = "ENTRY|URL")]
        entries: Vec<String>,
    },

    /// Print subscriptions in their folders, with the number of unread entries
    ///
    /// With --entries, print entries instead, newest first: number, when, * if unread, feed, title,
    /// comments (and new ones), address.
    #[command(after_long_help = "\
Examples:
  postil list --unread
  postil list --entries --unread --limit 10")]
    List {
        /// Only what is unread
        #[arg(long)]
        unread: bool,

        /// Print entries
        #[arg(long)]
        entries: bool,

        /// How many entries at most
        #[arg(long, value_name = "N", default_value_t = 50, requires = "entries")]
        limit: usize,
    },

    /// Show the configuration: where it is, what may stand in it, whether it can be used
    #[command(after_long_help = "\
Examples:
  postil config dump > \"$(postil config path)\"
  postil config check")]
    Config {
        #[command(subcommand)]
        what: ConfigWhat,
    },

    /// Print what keys do, as they are bound: place, keys, command, what it does
    #[command(after_long_help = "\
Examples:
  postil keys
  postil keys entries")]
    Keys {
        /// Only what holds in this place: everywhere, lists, feeds, entries, reading, article, thread, health, welcome
        place: Option<String>,
    },

    /// Write all subscriptions as OPML
    #[command(after_long_help = "Example:\n  postil export backup.opml")]
    Export {
        /// The file; standard output if left out, or -
        file: Option<PathBuf>,
    },
}

/// What is shown of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum ConfigWhat {
    /// Print where the file is, or would be
    Path,
    /// Print every key with what it is as long as nothing stands there, and what it is for
    Dump,
    /// Read the file and tell what in it is wrong or not known
    ///
    /// The exit code is 0 where all is well, 1 where something is not known, 2 where it cannot be used.
    Check,
}

/// The form in which an article is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ShownAs {
    /// In lines of so many columns
    Text,
    /// For a note
    Markdown,
    /// A page of its own
    Html,
    /// All that is known, for programs
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_of_the_arguments_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn every_command_has_help_and_all_but_the_plainest_an_example() {
        for command in Args::command().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            assert!(
                command.get_after_long_help().is_some(),
                "{} shows no example",
                command.get_name()
            );
        }
    }
}
