//! The commands about conversations, as a script sees them.

use crate::home::{Home, Told};
use crate::server::{Response, Server};
use rusqlite::Connection;
use serde_json::{Value, json};

/// A comment: number, what it answers (nought is the post), author, text.
type Said = (u32, u32, &'static str, &'static str);

const FIRST: [Said; 3] = [
    (1, 0, "Ana", "Does it say it in every language?"),
    (2, 1, "Mirela", "Only in two so far."),
    (4, 3, "Tom", "I answer somebody who is held back."),
];

/// A blog of two posts, the second of which nobody can comment on, and a person who is subscribed to it.
struct Blog {
    server: Server,
    home: Home,
}

impl Blog {
    fn new() -> Self {
        let (server, home) = (Server::start(), Home::new());
        let blog = Self { server, home };
        let root = blog.root();
        let rss = format!(
            "<rss version='2.0' xmlns:slash='http://purl.org/rss/1.0/modules/slash/' \
             xmlns:wfw='http://wellformedweb.org/CommentAPI/'><channel><title>Loop</title>\
             <link>{root}/</link><generator>https://wordpress.org/?v=6.1.9</generator>\
             <item><title>A kettle that talks</title><link>{root}/kettle/</link>\
             <guid isPermaLink='false'>{root}/?p=4</guid><pubDate>Sat, 14 Mar 2026 18:00:00 GMT</pubDate>\
             <comments>{root}/kettle/#comments</comments><slash:comments>9</slash:comments>\
             <wfw:commentRss>{root}/kettle/feed/</wfw:commentRss></item>\
             <item><title>Nothing to say</title><link>{root}/nothing/</link>\
             <guid isPermaLink='false'>{root}/?p=3</guid><pubDate>Fri, 13 Mar 2026 18:00:00 GMT</pubDate></item>\
             </channel></rss>"
        );
        blog.server.say("http://127.0.0.1/feed/", Response::ok(rss));
        let page = Response::ok("<html><body>Words.</body></html>");
        let page = page.header("Content-Type", "text/html");
        blog.server.say("http://127.0.0.1/nothing/", page);
        blog.is_said(&FIRST);
        blog.run(&["add", &format!("{root}/feed/")]).expect(0);
        blog
    }

    fn root(&self) -> String {
        format!("http://{}", self.server.address())
    }

    fn kettle(&self) -> String {
        format!("{}/kettle/", self.root())
    }

    /// From now on the comment feed has these.
    fn is_said(&self, said: &[Said]) {
        let (root, kettle) = (self.root(), self.kettle());
        let entries = said.iter().map(|(number, to, author, text)| {
            let answered = match to {
                0 => format!("{root}/?p=4"),
                to => format!("{root}/?p=4#comment-{to}"),
            };
            format!(
                "<entry><title>By: {author}</title><id>{root}/?p=4#comment-{number}</id>\
                 <link rel='alternate' href='{kettle}#comment-{number}'/>\
                 <published>2026-03-14T18:0{number}:00Z</published><author><name>{author}</name></author>\
                 <content type='html'>&lt;p&gt;{text}&lt;/p&gt;</content>\
                 <thr:in-reply-to ref='{answered}' href='{kettle}'/></entry>"
            )
        });
        let atom = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>\
             <title>Comments on: A kettle that talks</title><id>{kettle}feed/atom/</id>\
             <link rel='alternate' type='text/html' href='{kettle}'/>{}</feed>",
            entries.collect::<String>()
        );
        self.server
            .now_say("http://127.0.0.1/kettle/feed/atom/", Response::ok(atom));
    }

    /// What programs are told: these are all comments there are.
    fn holds(&self, said: &[Said]) {
        let kettle = self.kettle();
        let all = said.iter().map(|(number, to, author, text)| {
            json!({
                "id": number, "post": 4, "parent": to, "author_name": author, "author_url": "",
                "date_gmt": format!("2026-03-14T18:0{number}:00"), "type": "comment",
                "link": format!("{kettle}#comment-{number}"),
                "content": {"rendered": format!("<p>{text}</p>")},
            })
        });
        let all = Value::from(all.collect::<Vec<_>>()).to_string();
        let answer = Response::ok(all).header("Content-Type", "application/json");
        let url = "http://127.0.0.1/wp-json/wp/v2/comments";
        self.server.react(url, move |_| answer.clone());
    }

    fn run(&self, arguments: &[&str]) -> Told {
        self.home.run(arguments)
    }

    fn told(&self, arguments: &[&str]) -> Value {
        let told = self.run(&[&["comments", &self.kettle(), "--json"], arguments].concat());
        serde_json::from_str(&told.expect(0).out).expect("it is JSON")
    }

    fn conversations(&self, arguments: &[&str]) -> Vec<Value> {
        let told = self.run(&[&["conversations", "--json"], arguments].concat());
        let told: Value = serde_json::from_str(&told.expect(0).out).expect("it is JSON");
        told["conversations"].as_array().expect("a list").clone()
    }

    /// As many requests there were for comments.
    fn asked(&self) -> usize {
        let asked = self
            .server
            .requests_for("http://127.0.0.1/kettle/feed/atom/");
        asked.len()
    }

    /// The same as waiting for an hour: all that is known of polls was an hour earlier.
    fn pass_an_hour(&self) {
        let library = self.home.path(".local/share/postil/postil.db");
        let library = Connection::open(library).expect("it is there");
        for set in [
            "UPDATE poll SET checked_at = checked_at - 3600, ok_at = ok_at - 3600,
             full_at = full_at - 3600, changed_at = changed_at - 3600",
            "UPDATE host SET asked_at = asked_at - 3600",
        ] {
            library.execute(set, []).expect("times are numbers");
        }
    }
}

/// Number and what it answers, of every comment in a list; those that are not held have no number.
fn tree(told: &Value) -> Vec<(Value, Value)> {
    let comments = told["comments"].as_array().expect("a list");
    let tree = comments.iter();
    tree.map(|one| (one["key"].clone(), one["parent"].clone()))
        .collect()
}

#[test]
fn a_conversation_is_fetched_once_and_printed_with_its_tree() {
    let blog = Blog::new();
    let told = blog
        .run(&["comments", &blog.kettle(), "--width", "60"])
        .expect(0);
    assert_eq!(told.err, "");
    let (head, talk) = told.out.split_once("\n\n").expect("a line is empty");
    assert!(
        head.starts_with(&format!(
            "A kettle that talks\n{}\nLoop · 3 of 9 comments known · 3 new",
            blog.kettle()
        )),
        "{head}"
    );
    assert_eq!(
        talk,
        "Ana · 2026-03-14 18:01 · new
  Does it say it in every language?
│
│ Mirela · 2026-03-14 18:02 · new
│   Only in two so far.

A comment that is not in the feed
│
│ Tom · 2026-03-14 18:04 · new
│   I answer somebody who is held back.
"
    );
    let again = blog
        .run(&["comments", &format!("{}feed/atom/", blog.kettle())])
        .expect(0);
    assert!(
        again.out.contains("3 new"),
        "nothing was marked: {}",
        again.out
    );
    assert_eq!(blog.asked(), 1, "it is known");
}

#[test]
fn a_program_is_told_who_answers_whom() {
    let blog = Blog::new();
    let told = blog.told(&[]);
    assert_eq!(
        tree(&told),
        [
            (json!("#1"), Value::Null),
            (json!("#2"), json!("#1")),
            (json!("#3"), Value::Null),
            (json!("#4"), json!("#3")),
        ]
    );
    let kinds: Vec<&Value> = (0..4).map(|at| &told["comments"][at]["kind"]).collect();
    assert_eq!(kinds, ["comment", "comment", "missing", "comment"]);
    assert_eq!((&told["told"], &told["known"]), (&json!(9), &json!(3)));
    assert_eq!(
        told["comments"][0]["html"],
        "<p>Does it say it in every language?</p>"
    );
    assert_eq!(
        told["comments"][0]["text"],
        "Does it say it in every language?"
    );
    assert_eq!(told["comments"][0]["provenance"], "feed");
    assert_eq!(told["feed"], format!("{}feed/atom/", blog.kettle()));
}

#[test]
fn what_comes_later_is_new_and_what_was_held_back_takes_its_place() {
    let blog = Blog::new();
    blog.told(&[]);
    let more = (3, 1, "Stranger", "I was held back.");
    blog.is_said(&[&FIRST[..], &[more]].concat());
    let told = blog
        .run(&["comments", &blog.kettle(), "--refresh"])
        .expect(0);
    assert!(told.err.contains("not asked, next "), "{}", told.err);
    assert_eq!(blog.asked(), 1, "it was asked a moment ago");
    blog.pass_an_hour();
    let told = blog.told(&["--refresh"]);
    assert_eq!(blog.asked(), 2);
    assert_eq!(
        tree(&told)[2..],
        [(json!("#3"), json!("#1")), (json!("#4"), json!("#3"))]
    );
    assert_eq!(told["new"], 4);
}

#[test]
fn what_the_feed_does_not_hold_is_fetched_when_asked_for() {
    let blog = Blog::new();
    let rest = (3, 0, "Stranger", "The feed has me no more.");
    blog.holds(&[FIRST[0], rest, FIRST[2]]);
    let arguments = ["comments", &blog.kettle(), "--complete", "--json"];
    let told = blog.run(&arguments).expect(0);
    let all =
        "WordPress has 1 more comment, and 1 comment is no longer there; that is all there is\n";
    assert_eq!(told.err, all);
    let told: Value = serde_json::from_str(&told.out).expect("it is JSON");
    let comments = told["comments"].as_array().expect("a list");
    let of = |key: &str| {
        let mut comments = comments.iter();
        comments.find(|one| one["key"] == key).expect(key).clone()
    };
    assert_eq!(
        (&of("#2")["gone"], &of("#1")["gone"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(of("#3")["provenance"], "WordPress");
    assert_eq!(of("#4")["parent"], "#3");
    blog.run(&["comments", &blog.kettle(), "--agree"])
        .refuses(&["--complete"]);
}

#[test]
fn a_note_gets_the_conversation_as_quotations() {
    let blog = Blog::new();
    let told = blog
        .run(&["comments", &blog.kettle(), "--markdown"])
        .expect(0);
    let kettle = blog.kettle();
    assert!(
        told.out
            .starts_with(&format!("# [A kettle that talks](<{kettle}>)\n"))
    );
    let answer = format!(
        "\n> **Mirela** · [2026-03-14 18:02](<{kettle}#comment-2>) · new\n>\n> Only in two so far.\n"
    );
    assert!(told.out.contains(&answer), "{}", told.out);
}

#[test]
fn an_entry_nobody_has_is_told_with_what_to_try() {
    let blog = Blog::new();
    let slip = blog.kettle().replace("kettle", "ketle");
    let meant = format!("did you mean {}?", blog.kettle());
    for command in ["comments", "follow", "unfollow"] {
        blog.run(&[command, &slip]).refuses(&["no entry", &meant]);
        blog.run(&[command, "4711"])
            .refuses(&["4711", "postil list --entries"]);
    }
    blog.run(&["comments"]).refuses(&["ENTRY|URL"]);
    blog.run(&["follow"]).refuses(&["ENTRY|URL"]);
    blog.run(&["comments", "1", "--json", "--markdown"])
        .refuses(&["--markdown"]);
    blog.run(&["comments", "1", "--width", "2"])
        .refuses(&["20"]);
    assert_eq!(blog.asked(), 0);
}

#[test]
fn an_entry_is_found_by_the_number_it_is_listed_with() {
    let blog = Blog::new();
    let list = blog.run(&["list", "--entries"]).expect(0).out;
    let line = list.lines().find(|line| line.contains("kettle"));
    let number = line.and_then(|line| line.split_whitespace().next());
    let number = number.expect("it is listed with a number");
    let told = blog.run(&["comments", number]).expect(0);
    assert!(
        told.out.starts_with("A kettle that talks\n"),
        "{}",
        told.out
    );
}

#[test]
fn a_post_nobody_can_comment_on_is_looked_at_once_and_told_with_the_reason() {
    let blog = Blog::new();
    let nothing = format!("{}/nothing/", blog.root());
    for _ in 0..2 {
        let told = blog.run(&["comments", &nothing]).expect(1);
        assert!(told.out.contains("no comment feed: "), "{}", told.out);
    }
    let told = blog.run(&["follow", &nothing, &blog.kettle()]).expect(1);
    assert_eq!(
        told.out,
        format!("followed: A kettle that talks <{}>\n", blog.kettle())
    );
    assert!(told.err.contains("Nothing to say: "), "{}", told.err);
    let asked = blog.server.requests_for("http://127.0.0.1/nothing/");
    assert_eq!(asked.len(), 1, "the verdict is kept");
}

#[test]
fn what_is_followed_is_asked_by_itself_and_what_is_not_is_kept() {
    let blog = Blog::new();
    assert_eq!(blog.conversations(&[]), [Value::Null; 0]);
    let told = blog.run(&["conversations"]).expect(0);
    assert!(told.err.contains("postil follow"), "{}", told.err);

    let told = blog.run(&["follow", &blog.kettle()]).expect(0);
    assert_eq!((told.err.as_str(), blog.asked()), ("", 1));
    let talks = blog.conversations(&[]);
    assert_eq!(talks.len(), 1);
    assert_eq!(talks[0]["following"], "yes");
    assert_eq!(
        (&talks[0]["comments"], &talks[0]["new"]),
        (&json!(9), &json!(3))
    );
    assert_eq!(talks[0]["last_said"], "2026-03-14T18:04:00Z");
    assert_eq!(talks[0]["feed_url"], format!("{}/feed/", blog.root()));

    blog.run(&["follow", "--pin", &blog.kettle()]).expect(0);
    let told = blog.run(&["conversations"]).expect(0);
    let line = format!(
        "* Loop: A kettle that talks [9 +3] pinned <{}>\n",
        blog.kettle()
    );
    assert!(told.out.ends_with(&line), "{}", told.out);

    blog.run(&["unfollow", &blog.kettle()]).expect(0);
    assert_eq!(blog.conversations(&[]), [Value::Null; 0]);
    let quiet = blog.conversations(&["--all"]);
    assert_eq!((quiet.len(), &quiet[0]["following"]), (1, &json!("muted")));
    assert_eq!(blog.told(&[])["known"], 3, "what is known is kept");
}
