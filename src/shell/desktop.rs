//! Addresses opened in the person's browser.
//!
//! An address comes from a feed, so it is hostile until proven otherwise: only `http`, `https` and
//! `mailto` go out, as the URL parser writes them back, each as one whole argument of a program
//! that is started without a shell. A `mailto` keeps its address, subject and body; an `attach`
//! would make a mail program read files.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io;
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::thread;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use url::Url;

/// The way to a browser, and what it has to say for itself.
pub struct Desktop {
    /// `$BROWSER`, where it is set; else the system decides.
    browser: Option<String>,
    /// Names that stand for a fixed address: the demo's blogs have no other.
    hosts: HashMap<String, SocketAddr>,
    say: UnboundedSender<String>,
    said: UnboundedReceiver<String>,
}

/// The system's own choice of browser, and no names of ours.
impl Default for Desktop {
    fn default() -> Self {
        Self::new(None, HashMap::new())
    }
}

impl Desktop {
    pub fn new(browser: Option<String>, hosts: HashMap<String, SocketAddr>) -> Self {
        let (say, said) = unbounded_channel();
        Self {
            browser: browser.filter(|browser| !browser.trim().is_empty()),
            hosts,
            say,
            said,
        }
    }

    /// Opens an address. The browser starts on a thread of its own, for some take their time to
    /// say that they cannot; what goes wrong there is `heard` later.
    ///
    /// # Errors
    /// Why this address is not opened, for the person.
    pub fn open(&self, raw: &str) -> Result<(), String> {
        let url = openable(raw, &self.hosts)?;
        let browser = self
            .browser
            .as_deref()
            .map(|browser| argv(browser, url.as_str()));
        let say = self.say.clone();
        thread::spawn(move || {
            let launched = match browser {
                Some(argv) => launch(&argv),
                None => open::that_detached(url.as_str()).map_err(|why| why.to_string()),
            };
            if let Err(why) = launched {
                // The reader may have ended meanwhile.
                let _ = say.send(format!("could not open the browser: {why}"));
            }
        });
        Ok(())
    }

    /// The next thing that went wrong.
    pub async fn heard(&mut self) -> String {
        match self.said.recv().await {
            Some(line) => line,
            // Cannot be: `say` is held beside it. Waiting is what silence means here.
            None => std::future::pending().await,
        }
    }
}

/// The address as it goes to a browser.
fn openable(raw: &str, hosts: &HashMap<String, SocketAddr>) -> Result<Url, String> {
    let mut url = Url::parse(raw).map_err(|_| "not opened: this is no web address".to_owned())?;
    match url.scheme() {
        "http" | "https" => {
            let fixed = url.host_str().and_then(|host| hosts.get(host)).copied();
            if let Some(address) = fixed {
                // Both hold for any http address (URL Standard, §4.4).
                let _ = url.set_ip_host(address.ip());
                let _ = url.set_port(Some(address.port()));
            }
            Ok(url)
        }
        "mailto" => Ok(plain_mailto(&url)),
        scheme => Err(format!(
            "not opened: “{scheme}:” is not an address of the web"
        )),
    }
}

/// The same letter without anything but its address, subject and body (RFC 6068).
fn plain_mailto(url: &Url) -> Url {
    let mut plain = url.clone();
    plain.set_fragment(None);
    let kept: Vec<String> = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|field| {
            let name = field.split('=').next().unwrap_or_default();
            name.eq_ignore_ascii_case("subject") || name.eq_ignore_ascii_case("body")
        })
        .map(str::to_owned)
        .collect();
    plain.set_query((!kept.is_empty()).then(|| kept.join("&")).as_deref());
    plain
}

/// The first of `$BROWSER`'s entries as a program with its arguments: the address takes the place
/// of `%s`, or comes last. Words are parted by spaces; no shell reads them.
fn argv(browser: &str, url: &str) -> Vec<String> {
    let separator = if cfg!(windows) { ';' } else { ':' };
    let first = browser
        .split(separator)
        .find(|entry| !entry.trim().is_empty())
        .unwrap_or_default();
    let mut argv: Vec<String> = first
        .split_whitespace()
        .map(|word| word.replace("%s", url))
        .collect();
    if !first.contains("%s") {
        argv.push(url.to_owned());
    }
    argv
}

/// Runs a program to its end, away from our terminal and its signals.
fn launch(argv: &[String]) -> Result<(), String> {
    let (program, arguments) = argv.split_first().ok_or("$BROWSER is empty")?;
    let mut command = Command::new(program);
    command
        .args(arguments.iter().map(OsStr::new))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let ended = command
        .spawn()
        .and_then(|mut child| child.wait())
        .map_err(|why: io::Error| format!("{program}: {why}"))?;
    if ended.success() {
        Ok(())
    } else {
        Err(format!("{program} ended with {ended}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expect: Result<&str, &str>) {
        let hosts = HashMap::from([(
            "smallhours.example".to_owned(),
            SocketAddr::from(([127, 0, 0, 1], 8080)),
        )]);
        match (openable(raw, &hosts), expect) {
            (Ok(url), Ok(expect)) => assert_eq!(url.as_str(), expect, "{raw}"),
            (Err(why), Err(expect)) => assert!(why.contains(expect), "{raw}: {why}"),
            (got, expect) => panic!("{raw}: {got:?}, not {expect:?}"),
        }
    }

    #[test]
    fn a_link_of_a_feed_opens_only_what_a_browser_or_a_letter_is_for() {
        check("https://a.example/?q=1", Ok("https://a.example/?q=1"));
        check(" HTTP://A.example ", Ok("http://a.example/"));
        check("javascript:alert(1)", Err("javascript:"));
        check("file:///etc/passwd", Err("file:"));
        check("data:text/html,x", Err("data:"));
        check("vbscript:x", Err("vbscript:"));
        check("ssh://-oProxyCommand=x/", Err("ssh:"));
        check("--help", Err("no web address"));
        check("/etc/passwd", Err("no web address"));
        check("", Err("no web address"));
    }

    #[test]
    fn a_letter_takes_no_file_and_no_further_reader_along() {
        check(
            "mailto:a@b.example?subject=Hi%20you&attach=/etc/passwd&BODY=x&cc=c@d.example#x",
            Ok("mailto:a@b.example?subject=Hi%20you&BODY=x"),
        );
        check(
            "mailto:a@b.example?attachment=/etc/shadow",
            Ok("mailto:a@b.example"),
        );
    }

    #[test]
    fn a_blog_of_the_demo_opens_where_the_demo_serves_it() {
        check(
            "http://smallhours.example/kettle?x#comments",
            Ok("http://127.0.0.1:8080/kettle?x#comments"),
        );
    }

    #[test]
    fn an_address_is_one_argument_whatever_it_holds() {
        let hosts = HashMap::new();
        for raw in [
            "http://a.example/`reboot`",
            "http://a.example/$(reboot)",
            "http://a.example/';reboot;'",
            "http://a.example/\" -o \"x",
            "http://a.example/a b\n-c",
            "http://a.example/%s",
        ] {
            let url = openable(raw, &hosts).expect("these are web addresses");
            assert!(!url.as_str().contains([' ', '\n', '"', '`']), "{url}");
            assert_eq!(
                argv("firefox --new-tab", url.as_str()),
                ["firefox", "--new-tab", url.as_str()]
            );
            assert_eq!(
                argv("w3m -o x=%s -N", url.as_str()),
                ["w3m", "-o", &format!("x={url}"), "-N"]
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn of_several_browsers_the_first_is_taken() {
        assert_eq!(argv(":firefox:w3m %s", "u"), ["firefox", "u"]);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_browser_that_will_not_start_is_told_to_the_person() {
        for (browser, expect) in [
            ("/nowhere/browser", "/nowhere/browser"),
            ("false", "false ended with"),
        ] {
            let mut desktop = Desktop::new(Some(browser.to_owned()), HashMap::new());
            desktop
                .open("http://a.example/")
                .expect("the address is good");
            let said = desktop.heard().await;
            assert!(said.contains(expect), "{said}");
        }
    }
}
