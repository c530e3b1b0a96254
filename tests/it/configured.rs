//! What stands in `config.toml` about polling, as a person meets it: feeds that programs make and change,
//! intervals of folders, logins – and what a feed, a list or an address can never bring about.

use crate::home::Home;
use crate::server::{Response, Server};
use serde_json::Value;

const RSS: &str = "<rss version='2.0'><channel><title>A blog</title>
  <item><guid>1</guid><title>The first</title></item></channel></rss>";

/// The program with this configuration.
fn run(home: &Home, config: &str, arguments: &[&str]) -> crate::home::Told {
    let file = home.file("config.toml", config);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let private = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(&file, private).expect("the file is ours");
    }
    home.run(&[&["--config", &file], arguments].concat())
}

/// How it stands with the only feed.
fn only(home: &Home, config: &str) -> Value {
    let told = run(home, config, &["feeds", "--json"]).expect(0);
    let told: Value = serde_json::from_str(&told.out).expect("it is JSON");
    assert_eq!(told["feeds"].as_array().map(Vec::len), Some(1), "{told}");
    told["feeds"][0].clone()
}

#[cfg(unix)]
#[test]
fn a_feed_that_a_program_makes_is_there_as_long_as_the_configuration_says_so() {
    let home = Home::new();
    home.file("feed.xml", RSS);
    let file = home.path("feed.xml");
    let config = format!(
        "[[feed]]\nexec = [\"cat\", {:?}]\nname = \"Made here\"\nfolder = \"Own/Made\"\n",
        file.display().to_string()
    );
    let told = run(&home, &config, &["refresh"]).expect(0);
    assert_eq!(told.out, "Made here: 1 new\n");
    let listed = run(&home, &config, &["list"]).expect(0);
    assert!(listed.out.contains("Own\n  Made\n"), "{}", listed.out);
    assert_eq!(only(&home, &config)["url"], "exec:made-here");
    let told = run(
        &home,
        "",
        &["refresh", "--all", "--force", "--feed", "exec:made-here"],
    );
    assert_ne!(told.code, 0, "{}", told.err);
    std::fs::remove_file(file).expect("it was written");
    let told = run(&home, &config, &["list", "--entries"]).expect(0);
    assert!(
        told.out.contains("The first"),
        "what came stays: {}",
        told.out
    );
}

#[cfg(unix)]
#[test]
fn nothing_but_the_configuration_has_a_program_run() {
    let home = Home::new();
    let mark = home.path("was-here");
    let touch = format!("exec:touch {}", mark.display());
    let list = format!(
        "<opml version='2.0'><body><outline xmlUrl='{touch}'/><outline xmlUrl='filter:{touch}:http://a.invalid/'/>\
         <outline xmlUrl='file:///etc/passwd'/></body></opml>"
    );
    let list = home.file("list.opml", &list);
    let told = home.run(&["import", &list]);
    assert_eq!(told.err.matches("not taken").count(), 3, "{}", told.err);
    home.run(&["add", &touch])
        .refuses(&["only the configuration"]);
    home.run(&["refresh", "--all"]);
    assert!(!mark.exists());
}

#[test]
fn the_interval_of_a_folder_holds_for_its_feeds_and_is_told() {
    let server = Server::start();
    let answer = Response::ok(RSS).header("ETag", "\"a\"");
    server.say("http://127.0.0.1/feed", answer);
    let address = server.address();
    let home = Home::with(&format!(
        "<opml version='2.0'><body><outline text='Comics'><outline text='Daily'>\
         <outline xmlUrl='http://{address}/feed'/></outline></outline></body></opml>"
    ));
    let config = "[[folder]]\npath = \"Comics\"\ninterval_minutes = 720\n";
    run(&home, config, &["refresh"]).expect(0);
    assert_eq!(
        only(&home, config)["reason"],
        "you set it to every 12 hours"
    );
    let nearer =
        format!("{config}[[feed]]\nurl = \"http://{address}/feed\"\ninterval_minutes = 240\n");
    assert_eq!(
        only(&home, &nearer)["reason"],
        "you set it to every 4 hours"
    );
    assert_eq!(
        only(&home, "")["reason"],
        "looked at every 60 minutes while it is new here"
    );
}

#[cfg(unix)]
#[test]
fn a_password_a_program_knows_opens_a_feed_and_is_written_nowhere() {
    let server = Server::start();
    server.react("http://127.0.0.1/feed", |request| {
        match request.header("authorization") {
            Some("Basic bWU6Y2FuYXJ5") => Response::ok(RSS),
            _ => Response::status(401),
        }
    });
    let address = server.address();
    let subscribed = || {
        Home::with(&format!(
            "<opml version='2.0'><body><outline xmlUrl='http://{address}/feed'/></body></opml>"
        ))
    };
    let without = subscribed();
    run(&without, "", &["refresh"]).expect(2);
    assert_eq!(only(&without, "")["state"], "locked");
    run(&without, "", &["doctor"]).expect(1);
    let with = subscribed();
    let config = format!(
        "[[feed]]\nurl = \"http://{address}/feed\"\nuser = \"me\"\npassword_command = [\"echo\", \"canary\"]\n"
    );
    let told = run(&with, &config, &["refresh"]).expect(0);
    assert_eq!(told.out, "A blog: 1 new\n");
    let database = with.path(".local/share/postil/postil.db");
    let kept = std::fs::read(database).expect("it is there");
    assert!(!String::from_utf8_lossy(&kept).contains("canary"));
}

#[test]
fn a_login_in_an_address_is_taken_out_of_it_and_shown_to_nobody() {
    let server = Server::start();
    server.react("http://127.0.0.1/feed", |request| {
        match request.header("authorization") {
            Some("Basic bWU6Y2FuYXJ5") => Response::ok(RSS).header("ETag", "\"a\""),
            _ => Response::status(401),
        }
    });
    let address = server.address();
    let home = Home::new();
    let added = home
        .run(&["add", &format!("http://me:canary@{address}/feed")])
        .expect(0);
    let again = home.run(&["add", &format!("http://me:canary@{address}/nothing")]);
    let feeds = home.run(&["feeds", "--health"]).expect(0);
    let exported = home.run(&["export"]).expect(0);
    let doctor = home.run(&["doctor"]).expect(0);
    for told in [added, again, feeds, exported, doctor] {
        let said = format!("{}{}", told.out, told.err);
        assert!(!said.contains("canary"), "{said}");
    }
    assert!(
        only(&home, "")["url"]
            .as_str()
            .is_some_and(|url| url.ends_with("/feed"))
    );
}

#[test]
fn a_file_that_is_named_by_its_path_is_a_feed_until_it_is_no_more() {
    let home = Home::new();
    let file = home.file("feed.xml", RSS);
    let added = home.run(&["add", &file]).expect(0);
    assert!(added.out.contains("A blog <file:///"), "{}", added.out);
    assert_eq!(only(&home, "")["state"], "well");
    home.run(&["add", "./nowhere.xml"]).expect(2);
}
