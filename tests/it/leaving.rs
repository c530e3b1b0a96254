//! Articles read from their pages, with their pictures, and handed on: the engine against scripted servers and programs.

use crate::asking::Asking;
use crate::response::Response;
use crate::server::Server;
use postil::engine::Setup;
use postil::engine::clock::Clock;
use postil::fetch::limits::Limits;
use postil::model::document::TextPlace;
use postil::model::entry::{Article, Body, EntryId, Format};
use postil::model::feed::Preferences;
use postil::model::outside::{Command, Opener, Outside};
use postil::model::parsed::Enclosure;
use postil::model::report::Failure;
use postil::model::request::{Reply, Request};
use postil::model::rules::{FeedRule, Rules};
use postil::model::time::Time;
use postil::model::view::{List, Listing, View, Window};
use postil::poll::policy::Policy;
use postil::text::lines::{Setting, lay_out};
use std::fs;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

const FEED: &str = "http://blog.test/feed";
const POST: &str = "http://blog.test/kettle";
const NASTY: &str = "`id` $(id); \' \" \\ -x";

/// A person with one entry, and the web as scripted.
struct Person {
    server: Server,
    asking: Asking,
    folder: TempDir,
    rules: Rules,
    outside: Outside,
}

impl Person {
    async fn new(item: &str) -> Self {
        Self::ruled(item, Rules::default(), Outside::default()).await
    }

    async fn ruled(item: &str, rules: Rules, outside: Outside) -> Self {
        let server = Server::start();
        let body = format!(
            "<rss version=\"2.0\"><channel><title>Small Hours</title><link>http://blog.test/</link>\
             <item><title>The kettle</title><link>{POST}</link><guid>1</guid>{item}</item></channel></rss>"
        );
        server.publish(FEED, "\"1\"", body);
        let folder = TempDir::new().expect("a temporary folder can be had");
        let asking = Asking::set_up(setup(&server, folder.path(), &rules, &outside));
        let mut person = Self {
            server,
            asking,
            folder,
            rules,
            outside,
        };
        let url = FEED.to_owned();
        let added = person.asking.ask(Request::Subscribe { url }).await;
        added.expect("the feed is there");
        person
    }

    /// The same person another day.
    fn again(self) -> Self {
        let setup = setup(&self.server, self.folder.path(), &self.rules, &self.outside);
        Self {
            asking: Asking::set_up(setup),
            ..self
        }
    }

    async fn entry(&mut self) -> EntryId {
        let listing = Listing {
            list: List::of(View::All),
            window: Window::First,
            limit: 5,
            keep: Vec::new(),
        };
        match self.asking.ask(Request::Entries(listing)).await {
            Ok(Reply::Entries(page)) => page.rows[0].id,
            other => panic!("{other:?}"),
        }
    }

    async fn article(&mut self) -> Article {
        let entry = self.entry().await;
        article(self.asking.ask(Request::Article(entry)).await).expect("it is there")
    }

    async fn read(&mut self, body: Body) -> Result<Article, Failure> {
        let entry = self.entry().await;
        let again = false;
        article(self.asking.ask(Request::Read { entry, body, again }).await)
    }

    async fn picture(&mut self, address: &str) -> Result<(u32, u32), String> {
        let entry = self.entry().await;
        let address = address.to_owned();
        match self.asking.ask(Request::Picture { entry, address }).await {
            Ok(Reply::Picture(picture)) => Ok((picture.width, picture.height)),
            Ok(other) => panic!("{other:?}"),
            Err(failure) => Err(failure.to_string()),
        }
    }

    fn asked(&self, url: &str) -> usize {
        self.server.requests_for(url).len()
    }
}

fn setup(server: &Server, folder: &Path, rules: &Rules, outside: &Outside) -> Setup {
    Setup {
        database: folder.join("postil.db"),
        policy: Policy::default(),
        rules: rules.clone(),
        limits: Limits {
            gap: Duration::ZERO,
            ..Limits::default()
        },
        network: server.hosts().into(),
        clock: Clock::wound(Time(1_773_511_200)),
        cache: Some(folder.join("pictures")),
        outside: outside.clone(),
        background: false,
    }
}

fn article(reply: Result<Reply, Failure>) -> Result<Article, Failure> {
    match reply? {
        Reply::Article(article) => Ok(*article),
        other => panic!("{other:?}"),
    }
}

fn said(article: &Article) -> String {
    let lines = lay_out(&article.document, &Setting::new(200));
    let pieces = lines.iter().flat_map(|line| &line.pieces);
    pieces.map(|piece| piece.text.as_str()).collect()
}

fn page() -> Response {
    let prose = "<p>The kettle on the second floor began to speak in March, and at first nobody, least of all \
        the tenants who drank its tea, thought much of it.</p>"
        .repeat(5);
    let html = format!(
        "<!doctype html><title>The kettle</title><nav><a href=/>Home</a> <a href=/about>About us</a></nav>\
         <article><h1>The kettle</h1>{prose}<p><img src=/k.png alt=Steam></p></article><footer>Imprint</footer>"
    );
    Response::ok(html).header("Content-Type", "text/html")
}

#[tokio::test]
async fn the_text_of_a_page_is_fetched_once_kept_and_changed_for_the_feeds_again() {
    let mut person = Person::new("<description>Only a summary.</description>").await;
    person.server.say(POST, page());
    assert!(said(&person.article().await).contains("Only a summary"));
    assert_eq!(person.asked(POST), 0, "opening an article asks nobody");
    let whole = person.read(Body::Page).await.expect("the page has a text");
    assert_eq!(whole.body, Body::Page);
    let text = said(&whole);
    assert!(
        text.contains("second floor") && !text.contains("About us"),
        "{text}"
    );
    assert!(
        text.starts_with("The kettle on"),
        "the title stands above already: {text}"
    );
    let mut person = person.again();
    assert_eq!(person.article().await.body, Body::Page);
    let feed = person.read(Body::Feed).await.expect("it is kept");
    assert!(said(&feed).contains("Only a summary"));
    person.read(Body::Page).await.expect("it is kept, too");
    assert_eq!(person.asked(POST), 1);
}

#[tokio::test]
async fn where_a_page_has_no_text_it_says_why() {
    let script = "<div id=app></div><script src=/app.js></script>";
    let deep = format!("<html>{}x", "<div>".repeat(60_000));
    for (response, why) in [
        (Response::status(404), "404"),
        (
            Response::ok("%PDF").header("Content-Type", "application/pdf"),
            "application/pdf",
        ),
        (
            Response::ok(script).header("Content-Type", "text/html"),
            "text",
        ),
        (
            Response::ok(deep).header("Content-Type", "text/html"),
            "page",
        ),
        (Response::redirect(302, "http://127.0.0.1:1/"), "127.0.0.1"),
    ] {
        let mut person = Person::new("<description>Only a summary.</description>").await;
        person.server.say(POST, response);
        let failure = person
            .read(Body::Page)
            .await
            .expect_err("there is no text")
            .to_string();
        assert!(failure.contains(why), "{failure}");
        assert!(
            failure.starts_with("fetching the text of the page"),
            "{failure}"
        );
        assert!(said(&person.article().await).contains("Only a summary"));
    }
}

#[tokio::test]
async fn a_feed_may_want_the_page_until_it_is_there_or_cannot_be_had() {
    let rules = Rules {
        feeds: vec![FeedRule {
            url: FEED.to_owned(),
            preferences: Preferences {
                full_text: Some(true),
                pictures: Some(false),
                ..Preferences::default()
            },
            ..FeedRule::default()
        }],
        ..Rules::default()
    };
    let mut person = Person::ruled(
        "<description>Short.</description>",
        rules,
        Outside::default(),
    )
    .await;
    let wants = person.article().await.wants;
    assert!(wants.page && wants.pictures == Some(false), "{wants:?}");
    person.server.say(POST, Response::status(500));
    person.server.say(POST, page());
    person
        .read(Body::Page)
        .await
        .expect_err("the server failed");
    assert!(
        !person.article().await.wants.page,
        "it is not asked again by itself"
    );
    person
        .read(Body::Page)
        .await
        .expect("a person may try again");
    assert!(!person.article().await.wants.page);
}

#[tokio::test]
async fn what_else_the_feed_says_and_where_one_stopped_is_kept() {
    let item = "<description>x</description><category>Tea</category><category>tea</category><category>Night</category>\
        <enclosure url=\"http://blog.test/k.mp3\" type=\"audio/mpeg\" length=\"900\"/>";
    let mut person = Person::new(item).await;
    let known = person.article().await;
    assert_eq!(known.tags, ["Tea", "Night"]);
    assert_eq!(known.enclosures.len(), 1);
    assert_eq!(known.enclosures[0].length, Some(900));
    let entry = person.entry().await;
    let place = Some(TextPlace {
        block: 4,
        offset: 31,
    });
    let kept = person.asking.ask(Request::KeepPlace { entry, place }).await;
    assert_eq!(kept, Ok(Reply::Done));
    let body = Body::Feed;
    let source = person.asking.ask(Request::Source { entry, body }).await;
    assert_eq!(source, Ok(Reply::Source("x".to_owned())));
    let mut person = person.again();
    assert_eq!(person.article().await.place, place);
}

#[tokio::test]
async fn code_is_coloured_and_known_the_next_time() {
    let item = "<description>&lt;pre&gt;&lt;code class=\"language-rust\"&gt;let x = 1;&lt;/code&gt;&lt;/pre&gt;</description>";
    let mut person = Person::new(item).await;
    let inks = |article: &Article| match &article.document.blocks[0] {
        postil::model::document::Block::Code { inks, .. } => inks.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(inks(&person.article().await), 0);
    let asked = Request::Colour(vec![
        ("rust".to_owned(), "let x = 1;".to_owned()),
        ("klingon".to_owned(), "qapla".to_owned()),
    ]);
    let Ok(Reply::Coloured(colours)) = person.asking.ask(asked).await else {
        panic!("that is no answer to this question");
    };
    assert!(colours[0].len() > 2 && colours[1].is_empty(), "{colours:?}");
    assert!(inks(&person.article().await) > 2);
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let picture = image::DynamicImage::ImageRgba8(image::RgbaImage::new(width, height));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("it fits into memory");
    bytes.into_inner()
}

#[tokio::test]
async fn only_pictures_of_the_article_are_fetched_and_each_once() {
    let picture = "http://blog.test/k.png";
    let item = format!(
        "<description>&lt;p&gt;a&lt;img src=\"{picture}\" alt=\"K\"&gt;&lt;img src=\"/evil\" alt=\"E\"&gt;</description>"
    );
    let mut person = Person::new(&item).await;
    person.server.say(
        picture,
        Response::ok(png(30, 20)).header("Content-Type", "image/png"),
    );
    assert_eq!(person.picture(picture).await, Ok((30, 20)));
    assert_eq!(person.picture(picture).await, Ok((30, 20)));
    let mut person = person.again();
    assert_eq!(person.picture(picture).await, Ok((30, 20)));
    let requests = person.server.requests_for(picture);
    assert_eq!(requests.len(), 1);
    for secret in ["Referer", "Cookie", "Authorization"] {
        assert_eq!(requests[0].header(secret), None);
    }
    // Another site's picture, or none, is nobody's business.
    let why = person
        .picture("http://blog.test/feed")
        .await
        .expect_err("it is not in the article");
    assert!(why.contains("no such picture"), "{why}");
    // What lies in the cache may have been damaged.
    let cached = fs::read_dir(person.folder.path().join("pictures")).expect("it is there");
    for file in cached {
        fs::write(file.expect("one of ours").path(), format!("{picture}\nxx")).expect("it is ours");
    }
    person.server.now_say(picture, Response::ok(png(9, 9)));
    assert_eq!(person.picture(picture).await, Ok((9, 9)));
}

#[tokio::test]
async fn pictures_that_ask_too_much_are_refused() {
    let picture = "http://blog.test/evil";
    let item = "<description>&lt;p&gt;a&lt;img src=\"/evil\" alt=\"E\"&gt;</description>";
    let mut bomb = png(1, 1);
    bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    for (response, why) in [
        (Response::ok(bomb), "cannot be read"),
        (Response::ok(vec![0; 11 << 20]), "larger than 10 MB"),
        (
            Response::ok("<svg xmlns='http://www.w3.org/2000/svg'/>"),
            "no PNG",
        ),
        (Response::redirect(302, "http://127.0.0.1:1/"), "127.0.0.1"),
        (Response::status(403), "403"),
    ] {
        let mut person = Person::new(item).await;
        person.server.say(picture, response);
        let told = person.picture(picture).await.expect_err("it is none");
        assert!(told.contains(why), "{told}");
    }
}

#[tokio::test]
async fn an_article_is_saved_where_nothing_is_yet() {
    let mut person =
        Person::new("<description>&lt;p&gt;It &lt;b&gt;speaks&lt;/b&gt;.</description>").await;
    let entry = person.entry().await;
    let folder = person.folder.path().to_owned();
    for (format, name, words) in [
        (Format::Text, "The kettle.txt", "It speaks."),
        (Format::Markdown, "The kettle.md", "It **speaks**."),
        (
            Format::Html,
            "The kettle.html",
            "<p>It <strong>speaks</strong>.</p>",
        ),
    ] {
        let path = folder.clone();
        let saved = person
            .asking
            .ask(Request::Save {
                entry,
                format,
                path,
            })
            .await;
        assert_eq!(saved, Ok(Reply::Saved(folder.join(name))));
        let text = fs::read_to_string(folder.join(name)).expect("it was saved");
        assert!(
            text.contains(words) && text.contains("Small Hours"),
            "{text}"
        );
    }
    let epub = folder.join("own.epub");
    let path = epub.clone();
    let format = Format::Epub;
    let saved = person
        .asking
        .ask(Request::Save {
            entry,
            format,
            path,
        })
        .await;
    assert_eq!(saved, Ok(Reply::Saved(epub.clone())));
    for (path, why) in [
        (epub, "nothing is overwritten"),
        (folder.join("no/x.epub"), "no such folder"),
    ] {
        let refused = person
            .asking
            .ask(Request::Save {
                entry,
                format,
                path,
            })
            .await;
        let refused = refused.expect_err("it cannot be").to_string();
        assert!(refused.contains(why), "{refused}");
    }
}

fn command(name: &str, run: &[&str], shell: bool, input: Option<Format>) -> Command {
    Command {
        name: name.to_owned(),
        run: run.iter().map(ToString::to_string).collect(),
        shell,
        input,
        time: Duration::from_mins(1),
    }
}

#[cfg(unix)]
#[tokio::test]
async fn whatever_a_title_says_it_is_one_argument_of_a_command() {
    let folder = TempDir::new().expect("a temporary folder can be had");
    let record = folder.path().join("argv");
    let script = format!(
        "printf '%s\\n' \"$@\" > {}; cat; echo kept",
        record.display()
    );
    let outside = Outside {
        commands: vec![
            command(
                "recorder",
                &["sh", "-c", &script, "sh", "--title={title}", "{url}"],
                false,
                None,
            ),
            command("shell", &["printf '%s' \"$2\""], true, None),
            command("reads", &["head", "-n", "1"], false, Some(Format::Markdown)),
            command(
                "fails",
                &["sh", "-c", "echo no room >&2; exit 3"],
                false,
                None,
            ),
        ],
        openers: vec![Opener {
            kind: "audio/*".to_owned(),
            run: vec!["/nowhere/player".to_owned(), "{url}".to_owned()],
        }],
    };
    let item = format!("<title>{NASTY}</title><description>x</description>");
    let mut person = Person::ruled(&item, Rules::default(), outside).await;
    let entry = person.entry().await;
    let shared = async |person: &mut Person, command: &str| {
        let command = command.to_owned();
        person.asking.ask(Request::Share { entry, command }).await
    };
    let title = person.article().await.row.title;
    assert_eq!(
        shared(&mut person, "recorder").await,
        Ok(Reply::Shared(Some("kept".to_owned())))
    );
    let argv = fs::read_to_string(&record).expect("it was called");
    assert_eq!(argv, format!("--title={title}\n{POST}\n"));
    assert_eq!(
        shared(&mut person, "shell").await,
        Ok(Reply::Shared(Some(title.clone())))
    );
    let read = shared(&mut person, "reads").await;
    assert!(
        matches!(&read, Ok(Reply::Shared(Some(line))) if line.starts_with("# [")),
        "{read:?}"
    );
    let failed = shared(&mut person, "fails")
        .await
        .expect_err("it fails")
        .to_string();
    assert!(failed.contains("no room"), "{failed}");
    let unknown = shared(&mut person, "nothing")
        .await
        .expect_err("there is none")
        .to_string();
    assert!(unknown.contains("no such command"), "{unknown}");
    let sound = |url: &str, media_type: &str| Enclosure {
        url: url.to_owned(),
        media_type: Some(media_type.to_owned()),
        ..Enclosure::default()
    };
    let play =
        async |person: &mut Person, enclosure| person.asking.ask(Request::Play(enclosure)).await;
    let lost = play(&mut person, sound("http://a.test/k.mp3", "audio/mpeg")).await;
    assert!(
        lost.expect_err("there is no such program")
            .to_string()
            .contains("could not be started")
    );
    let moving = play(&mut person, sound("http://a.test/k.mp4", "video/mp4")).await;
    assert_eq!(moving, Ok(Reply::Browse("http://a.test/k.mp4".to_owned())));
    let file = play(&mut person, sound("file:///etc/passwd", "audio/mpeg")).await;
    assert!(
        file.expect_err("it is none of the web")
            .to_string()
            .contains("none of the web")
    );
}
