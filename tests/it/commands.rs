//! The commands about polling, as a script sees them: whom they ask, what they print where, and the
//! code they end with.

use crate::home::Home;
use crate::server::{Response, Server};
use serde_json::Value;
use std::net::SocketAddr;

const RSS: &str = "<rss version='2.0'><channel><title>A blog</title>
  <item><guid>1</guid><title>The first</title></item>
  <item><guid>2</guid><title>The second</title></item></channel></rss>";

/// A server with two feeds, the second of which fails, and a home that is subscribed to both.
fn two_feeds() -> (Server, Home, SocketAddr) {
    let server = Server::start();
    server.say("http://127.0.0.1/good", Response::ok(RSS));
    server.say("http://127.0.0.1/bad", Response::status(500));
    let address = server.address();
    let home = Home::with(&format!(
        r#"<opml version="2.0"><body>
          <outline text="Good" xmlUrl="http://{address}/good"/>
          <outline text="Bad" xmlUrl="http://{address}/bad"/>
        </body></opml>"#
    ));
    (server, home, address)
}

fn paths(server: &Server) -> Vec<String> {
    let requests = server.requests();
    requests.into_iter().map(|one| one.target).collect()
}

#[test]
fn one_feed_is_asked_by_its_address_and_nobody_else() {
    let (server, home, address) = two_feeds();
    let told = home.run(&["refresh", "--feed", &format!("{address}/good/")]);
    let told = told.expect(0);
    assert_eq!(told.out, "Good: 2 new\n");
    assert!(
        told.err.contains("1 asked: 1 with news (2 new)"),
        "{}",
        told.err
    );
    assert_eq!(paths(&server), ["/good"]);
}

#[test]
fn an_address_nobody_has_asks_nobody_and_names_the_nearest() {
    let (server, home, address) = two_feeds();
    let slip = format!("http://{address}/goood");
    let meant = format!("did you mean http://{address}/good?");
    home.run(&["refresh", "--feed", &slip])
        .refuses(&["no subscription", &meant]);
    home.run(&["move", "--back", &slip]).refuses(&[&meant]);
    assert_eq!(server.requests(), []);
}

#[test]
fn a_program_is_told_of_a_refresh_in_one_document() {
    let (_server, home, address) = two_feeds();
    let told = home.run(&["refresh", "--all", "--json"]).expect(1);
    assert_eq!(told.err, "");
    let told: Value = serde_json::from_str(&told.out).expect("it is JSON");
    assert_eq!(told["asked"], 2);
    assert_eq!(told["updated"], 1);
    assert_eq!(told["failed"], 1);
    assert_eq!(told["new"], 2);
    let feeds = told["feeds"].as_array().expect("they are listed");
    let good = format!("http://{address}/good");
    let good = feeds.iter().find(|feed| feed["url"] == good.as_str());
    let good = good.expect("it was asked");
    assert_eq!(good["outcome"], "updated");
    let next = good["next"].as_str().expect("it is asked again");
    assert!(next.ends_with('Z'), "{next}");
    assert_ne!(good["reason"], "");
}

#[test]
fn a_quiet_refresh_tells_failures_alone() {
    let (_server, home, address) = two_feeds();
    let good = format!("http://{address}/good");
    let told = home.run(&["refresh", "-q", "--feed", &good]).expect(0);
    assert_eq!((told.out, told.err), (String::new(), String::new()));
    let bad = format!("http://{address}/bad");
    let told = home.run(&["refresh", "-q", "--feed", &bad]).expect(2);
    assert_eq!(told.out, "");
    assert_eq!(told.err.lines().count(), 1, "{}", told.err);
    assert!(told.err.starts_with("Bad: "), "{}", told.err);
}

#[test]
fn nothing_to_ask_is_no_failure() {
    let home = Home::new();
    let told = home.run(&["refresh"]).expect(0);
    assert_eq!(
        (told.out, told.err.as_str()),
        (String::new(), "nothing is due\n")
    );
    let told = home.run(&["refresh", "--json"]).expect(0);
    let told: Value = serde_json::from_str(&told.out).expect("it is JSON");
    assert_eq!(told["asked"], 0);
}

#[test]
fn options_that_contradict_one_another_are_refused() {
    let home = Home::new();
    home.run(&["refresh", "--force"]).refuses(&["--feed"]);
    home.run(&["refresh", "--all", "--feed", "x"])
        .refuses(&["--all", "--feed"]);
    home.run(&["refresh", "--json", "--quiet"])
        .refuses(&["--json"]);
    home.run(&["move", "http://a.example/"])
        .refuses(&["--back", "--follow"]);
    home.run(&["move", "http://a.example/", "--back", "--follow"])
        .refuses(&["--back", "--follow"]);
}

#[test]
fn a_list_without_feeds_says_how_to_begin() {
    let home = Home::new();
    let told = home.run(&["feeds"]).expect(0);
    assert_eq!(told.out, "");
    assert!(told.err.contains("postil add"), "{}", told.err);
    let told = home.run(&["feeds", "--json"]).expect(0);
    let told: Value = serde_json::from_str(&told.out).expect("it is JSON");
    assert_eq!(told["feeds"], Value::Array(Vec::new()));
}

#[test]
fn the_doctor_says_that_all_is_well_and_asks_nobody() {
    let home = Home::new();
    let told = home.run(&["doctor"]).expect(0);
    assert_eq!(told.err, "");
    for word in ["config.toml", "postil.db", "requests", "all is well"] {
        assert!(told.out.contains(word), "{}", told.out);
    }
}

#[test]
fn the_doctor_says_what_is_to_be_done_and_no_secret() {
    let home = Home::new();
    let slip = home.file(
        "slip.toml",
        "[polling]\nat_onse = 3\n[network]\nproxy = \"http://canary@proxy.example:3128\"\n",
    );
    let told = home.run(&["--config", &slip, "doctor"]).expect(1);
    assert!(told.out.contains("slip.toml:2:1: "), "{}", told.out);
    assert!(told.out.contains("proxy.example:3128"), "{}", told.out);
    assert!(!told.out.contains("canary"), "{}", told.out);

    let folder = home.path("data");
    std::fs::create_dir(&folder).expect("there is room");
    std::fs::write(
        folder.join("postil.db"),
        "no database at all, but a text of some length",
    )
    .expect("there is room");
    let folder = folder.to_string_lossy().into_owned();
    let told = home.run(&["--data-dir", &folder, "doctor"]).expect(2);
    assert!(told.out.contains("postil.db"), "{}", told.out);
}

#[test]
fn a_secret_that_others_may_read_is_refused_with_the_way_out() {
    let home = Home::new();
    let open = home.file(
        "open.toml",
        "[[feed]]\nurl = \"http://a.example/\"\ntoken = \"canary\"\n",
    );
    let told = home.run(&["--config", &open, "list"]).expect(2);
    assert!(told.err.contains("open.toml:3:9: "), "{}", told.err);
    assert!(told.err.contains("chmod 600"), "{}", told.err);
    assert!(!told.err.contains("canary"), "{}", told.err);
}
