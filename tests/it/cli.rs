//! The program as a script sees it: what it prints where, and the code it ends with.

use crate::home::Home;
use crate::server::{Response, Server};
use std::fs;

const OPML: &str = r#"<?xml version="1.0"?>
<opml version="2.0"><head><title>Mine</title></head><body>
  <outline text="Home">
    <outline type="rss" text="Small Hours" xmlUrl="http://smallhours.example/feed" htmlUrl="http://smallhours.example/"/>
    <outline text="Far">
      <outline type="rss" text="Ledger &amp; Sons" xmlUrl="http://ledger.example/feed"/>
    </outline>
  </outline>
  <outline type="rss" text="Null Island" xmlUrl="https://nullisland.example/feed.json"/>
</body></opml>"#;

const RSS: &str = r#"<rss version="2.0"><channel><title>A blog</title>
  <item><guid>1</guid><title>The first</title><link>http://a.example/1</link>
    <pubDate>Sat, 14 Mar 2026 18:00:00 GMT</pubDate></item>
  <item><guid>2</guid><title>Evil &#27;]0;title&#7; &#x202E;second</title>
    <pubDate>Fri, 13 Mar 2026 18:00:00 GMT</pubDate></item>
</channel></rss>"#;

#[test]
fn subscriptions_are_listed_in_the_folders_they_came_in() {
    let home = Home::with(OPML);
    let told = home.run(&["list"]).expect(0);
    assert_eq!(told.err, "");
    assert_eq!(
        told.out,
        "    0 Null Island <https://nullisland.example/feed.json>
Home
      0 Small Hours <http://smallhours.example/feed>
  Far
        0 Ledger & Sons <http://ledger.example/feed>
"
    );
    assert_eq!(home.run(&["list", "--unread"]).expect(0).out, "");
}

#[test]
fn what_is_exported_can_be_imported_and_exported_again_unchanged() {
    let home = Home::with(OPML);
    let exported = home.run(&["export"]).expect(0);
    assert_eq!(exported.err, "");

    let other = Home::new();
    let told = other.run_with(&["import", "-"], &exported.out).expect(0);
    assert_eq!(told.out, "3 added, 0 already there\n");
    assert_eq!(other.run(&["export"]).expect(0).out, exported.out);
    assert_eq!(other.run(&["list"]).out, home.run(&["list"]).out);

    let again = other.run_with(&["import", "-"], &exported.out).expect(0);
    assert_eq!(again.out, "0 added, 3 already there\n");
}

#[test]
fn an_export_to_a_file_leaves_standard_output_alone() {
    let home = Home::with(OPML);
    let file = home.path("backup.opml").to_string_lossy().into_owned();
    let told = home.run(&["export", &file]).expect(0);
    assert_eq!(told.out, "");
    assert!(told.err.contains("3 feeds"), "{}", told.err);
    let written = fs::read_to_string(file).expect("it was written");
    assert_eq!(written, home.run(&["export"]).expect(0).out);
}

#[test]
fn a_list_that_plants_commands_starts_none_and_says_what_was_left_out() {
    let home = Home::new();
    let trap = home.path("trap").to_string_lossy().into_owned();
    let file = home.file(
        "hostile.opml",
        &format!(
            r#"<opml version="2.0"><body>
              <outline text="A shell" xmlUrl="exec:touch {trap}"/>
              <outline text="A filter" xmlUrl="filter:touch {trap}:http://a.example/"/>
              <outline text="A file" xmlUrl="file:///etc/passwd"/>
              <outline text="A blog" xmlUrl="http://a.example/feed"/>
            </body></opml>"#
        ),
    );
    let told = home.run(&["import", &file]).expect(1);
    assert_eq!(told.out, "1 added, 0 already there, 3 not taken\n");
    for name in ["A shell", "A filter", "A file"] {
        assert!(told.err.contains(name), "{}", told.err);
    }
    let why = "only the configuration can create such a feed";
    assert_eq!(told.err.matches(why).count(), 2, "{}", told.err);
    for typed in ["exec:touch trap", "filter:touch trap:http://a.example/"] {
        home.run(&["add", typed]).refuses(&[typed, why]);
        home.run(&["add", "-n", typed]).refuses(&[typed, why]);
    }
    let list = home.run(&["list"]).expect(0).out;
    assert_eq!(list, "    0 A blog <http://a.example/feed>\n");
    home.run(&["list"]).expect(0);
    assert!(!home.path("trap").exists());
}

#[test]
fn what_is_no_list_of_subscriptions_is_refused_with_a_reason() {
    let home = Home::new();
    let recipe = home.file("recipe.txt", "Two eggs, and patience.");
    let empty = home.file("empty.opml", "<opml version=\"2.0\"><body/></opml>");
    home.run(&["import", &recipe])
        .refuses(&["recipe.txt", "OPML"]);
    home.run(&["import", &empty])
        .refuses(&["empty.opml", "no feeds"]);
    home.run_with(&["import", "-"], "")
        .refuses(&["importing standard input: "]);
    let nowhere = home.path("nowhere.opml").to_string_lossy().into_owned();
    home.run(&["import", &nowhere])
        .refuses(&["nowhere.opml", "No such file"]);
}

#[test]
fn a_mistake_in_the_configuration_is_shown_with_its_line() {
    let home = Home::new();
    let bad = home.file("bad.toml", "# mine\n[polling]\nat_once = \"all\"\n");
    home.run(&["--config", &bad, "list"])
        .refuses(&["bad.toml:3:11: ", "string"]);
    let nowhere = home.path("nowhere.toml").to_string_lossy().into_owned();
    home.run(&["list", "--config", &nowhere])
        .refuses(&["nowhere.toml"]);

    let slip = home.file("slip.toml", "[reader]\nicon = \"ascii\"\n");
    let told = home.run(&["--config", &slip, "list"]).expect(0);
    assert!(told.err.contains("slip.toml:2:1: "), "{}", told.err);
    assert!(told.err.contains("did you mean `icons`?"), "{}", told.err);
}

#[test]
fn the_configuration_is_shown_whole_and_checked() {
    let home = Home::new();
    let told = home.run(&["config", "dump"]).expect(0);
    assert!(told.out.contains("\n[look]\n"), "{}", told.out);
    let whole = home.file("whole.toml", &told.out);
    home.run(&["--config", &whole, "config", "check"]).expect(0);
    let path = home.run(&["--config", &whole, "config", "path"]).expect(0);
    assert_eq!(path.out.trim(), whole);
    let slip = home.file("slip.toml", "[look]\nthem = \"nord\"\n");
    let told = home.run(&["--config", &slip, "config", "check"]).expect(1);
    assert!(told.out.contains("did you mean `theme`?"), "{}", told.out);
    let bad = home.file("bad.toml", "[keys.entries]\nx = \"botom\"\n");
    home.run(&["--config", &bad, "config", "check"])
        .refuses(&["bad.toml:2:5: ", "`bottom`"]);
}

#[test]
fn every_verb_is_in_the_list_of_keys() {
    let home = Home::new();
    let told = home.run(&["keys"]).expect(0);
    for verb in postil::ui::action::VERBS {
        let row =
            |line: &str| line.contains(&format!("  {} ", verb.name)) && line.ends_with(verb.help);
        assert!(told.out.lines().any(row), "{}", verb.name);
    }
    let own = home.file("own.toml", "[keys.everywhere]\nU = \"none\"\n");
    let told = home
        .run(&["--config", &own, "keys", "everywhere"])
        .expect(0);
    assert!(told.out.contains(":undo"), "{}", told.out);
    home.run(&["keys", "kitchen"])
        .refuses(&["kitchen", "entries"]);
}

#[test]
fn a_command_that_does_not_exist_is_not_guessed_at() {
    let home = Home::new();
    home.run(&["lits"]).refuses(&["lits", "list", "--help"]);
    home.run(&["list", "--limit", "3"]).refuses(&["--entries"]);
    home.run(&["add"]).refuses(&["URL"]);
}

#[test]
fn help_and_version_are_data() {
    let home = Home::new();
    let told = home.run(&["--help"]).expect(0);
    assert!(told.out.contains("postil demo"), "{}", told.out);
    assert_eq!(told.err, "");
    let version = home.run(&["--version"]).expect(0).out;
    assert_eq!(version, format!("postil {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn without_a_terminal_the_reader_says_what_works_instead() {
    let home = Home::new();
    home.run(&[])
        .refuses(&["terminal", "postil list", "import"]);
    home.run(&["demo"]).refuses(&["terminal", "postil list"]);
}

#[test]
fn one_refresh_tells_what_came_and_what_failed() {
    let server = Server::start();
    server.say("http://127.0.0.1/good", Response::ok(RSS));
    server.say("http://127.0.0.1/bad", Response::status(500));
    let address = server.hosts()["127.0.0.1"];
    let home = Home::with(&format!(
        r#"<opml version="2.0"><body>
          <outline text="Good" xmlUrl="http://{address}/good"/>
          <outline text="Bad" xmlUrl="http://{address}/bad"/>
        </body></opml>"#
    ));
    let told = home.run(&["refresh"]).expect(1);
    assert!(told.out.contains(": 2 new"), "{}", told.out);
    assert_eq!(told.out.lines().count(), 1, "{}", told.out);
    assert!(told.err.contains("500"), "{}", told.err);
    assert!(
        told.err
            .contains("2 asked: 1 with news (2 new), 0 unchanged, 1 failed")
    );
    assert_eq!(
        home.run(&["list", "--entries", "--unread"]).expect(0).out,
        "    2 2026-03-14 18:00 * Good: The first <http://a.example/1>\n\
         \x20   1 2026-03-13 18:00 * Good: Evil ]0;title second\n"
    );
    let newest = home.run(&["list", "--entries", "--limit", "1"]).expect(0);
    assert_eq!(newest.out.lines().count(), 1);
}

#[test]
fn listing_asks_no_server_anything() {
    let server = Server::start();
    server.say("http://127.0.0.1/feed", Response::ok(RSS));
    let address = server.hosts()["127.0.0.1"];
    let home = Home::with(&format!(
        r#"<opml version="2.0"><body><outline text="A" xmlUrl="http://{address}/feed"/></body></opml>"#
    ));
    home.run(&["list"]).expect(0);
    home.run(&["list", "--entries"]).expect(0);
    home.run(&["export"]).expect(0);
    assert_eq!(server.requests(), []);
}

#[test]
fn a_blog_is_added_by_the_address_of_its_page() {
    let server = Server::start();
    let page = "<html><head><link rel=alternate type=application/rss+xml href=/feed></head></html>";
    server.say(
        "http://127.0.0.1/",
        Response::ok(page).header("Content-Type", "text/html"),
    );
    server.say("http://127.0.0.1/feed", Response::ok(RSS));
    let address = server.hosts()["127.0.0.1"];
    let url = format!("http://{address}/");
    let home = Home::new();
    let feed = format!("A blog <http://{address}/feed>\n");
    let told = home.run(&["add", &url]).expect(0);
    assert_eq!(
        (told.out, told.err),
        (format!("added: {feed}"), String::new())
    );
    let again = home.run(&["add", &url]).expect(0);
    assert_eq!(again.out, format!("already there: {feed}"));
    let told = home
        .run(&["add", &url, &format!("http://{address}/feed/nowhere")])
        .expect(1);
    assert_eq!(told.out, format!("already there: {feed}"));
    assert!(told.err.contains("nowhere"), "{}", told.err);
    let list = home.run(&["list", "--unread"]).expect(0).out;
    assert_eq!(list, format!("    2 A blog <http://{address}/feed>\n"));
}

#[test]
fn what_else_a_page_names_is_shown_with_its_kind_and_address() {
    let server = Server::start();
    let page = "<link rel=alternate type=application/rss+xml title=Old href=/old>
        <link rel=alternate type=application/rss+xml title='The blog' href=/feed>
        <link rel=alternate type=application/atom+xml title='&#27;[2JNotes' href=/notes>
        <link rel=alternate type=application/rss+xml title='All comments' href=/talk>";
    server.say("http://127.0.0.1/", Response::ok(page));
    server.say("http://127.0.0.1/feed", Response::ok(RSS));
    let address = server.hosts()["127.0.0.1"];
    let url = format!("http://{address}/");
    let home = Home::new();

    let others =
        format!("  articles  [2JNotes      {url}notes\n  comments  All comments  {url}talk\n");
    let told = home.run(&["add", "--dry-run", &url]).expect(0);
    assert_eq!(told.out, format!("would add: A blog <{url}feed>\n{others}"));
    assert!(
        told.err.contains(&format!("passed over {url}old: ")),
        "{}",
        told.err
    );
    assert_eq!(home.run(&["list"]).expect(0).out, "");

    let told = home.run(&["add", &url]).expect(0);
    assert_eq!(told.out, format!("added: A blog <{url}feed>\n{others}"));
    assert!(told.err.contains("postil add"), "{}", told.err);
    assert_eq!(home.run(&["list"]).expect(0).out.lines().count(), 1);
}

#[test]
fn what_is_no_feed_is_trouble_and_no_data() {
    let server = Server::start();
    server.say(
        "http://127.0.0.1/",
        Response::ok("<html><body>Hello</body></html>"),
    );
    let url = format!("http://{}/", server.hosts()["127.0.0.1"]);
    let home = Home::new();
    home.run(&["add", &url]).refuses(&[&url, "web page", "RSS"]);
    home.run(&["add", "-n", &url])
        .refuses(&["looking at", "web page"]);
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_what_one_reads() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::with(OPML);
    let folder = home.path(".local/share/postil");
    let mode = |path: &std::path::Path| {
        let metadata = fs::metadata(path).expect("it is there");
        metadata.permissions().mode() & 0o777
    };
    assert_eq!(mode(&folder), 0o700);
    for entry in fs::read_dir(&folder).expect("it can be listed").flatten() {
        assert_eq!(mode(&entry.path()), 0o600, "{}", entry.path().display());
    }
}

#[cfg(unix)]
#[test]
fn a_reader_of_the_output_who_leaves_early_is_no_error() {
    let home = Home::with(OPML);
    let mut child = home.command(&["export"]).spawn().expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
