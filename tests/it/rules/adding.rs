//! P15, P17 to P21, P38: what is asked at all, and how.

use crate::score::Column;
use crate::server::Response;
use crate::stage::{BY_ITSELF, HOUR, MINUTE, Stage, add, feed, import, refresh};
use postil::model::request::{Reply, Request, Scope};
use postil::model::view::View;

const URL: &str = "http://blog.test/feed";

#[tokio::test]
async fn p15_opening_an_article_asks_nothing() {
    let stage = Stage::set();
    let item = "<item><guid>http://blog.test/1</guid><link>http://blog.test/1</link>\
        <description>&lt;p&gt;Look: &lt;img src='http://blog.test/a.png'&gt;&lt;iframe src='http://blog.test/b'&gt;\
        &lt;/iframe&gt;&lt;/p&gt;</description><enclosure url='http://blog.test/c.mp3' type='audio/mpeg' length='1'/>\
        </item></channel>";
    let body = feed(&[]).replace("</channel>", item);
    stage.server.publish(URL, "\"v1\"", body);
    let mut asking = stage.engine();
    add(&mut asking, URL).await;
    let row = asking.page(View::All).await.rows.remove(0);
    for request in [
        Request::Article(row.id),
        Request::Conversation {
            entry: row.id,
            open: false,
        },
    ] {
        asking.ask(request).await.expect("it is kept");
    }
    stage.at(&mut asking, MINUTE * 5).await;
    asking.stop().await;
    assert_eq!(stage.count(), 1, "the feed itself, when it was added");
}

#[tokio::test]
async fn p17_a_page_is_added_in_two_requests_and_a_feed_in_one_and_then_there_is_rest() {
    let page = "<html><head><link rel=alternate type=application/rss+xml href=/feed></head></html>";
    for (typed, requests) in [("http://blog.test/", 2), (URL, 1)] {
        let stage = Stage::set();
        let page = Response::ok(page).header("Content-Type", "text/html");
        stage.server.say("http://blog.test/", page);
        stage.server.publish(URL, "\"v1\"", feed(&["1"]));
        let mut asking = stage.engine();
        add(&mut asking, typed).await;
        stage.until(&mut asking, MINUTE * 59, MINUTE).await;
        assert_eq!(stage.count(), requests, "{typed}");
        stage.until(&mut asking, MINUTE * 80, MINUTE).await;
        assert_eq!(stage.count(), requests + 1, "{typed}");
        asking.stop().await;
        let last = stage.server.requests().pop().expect("there is one");
        assert_eq!(last.header("if-none-match"), Some("\"v1\""));
        // The page and the feed it names are two requests to one host, one right after the other: a person waits.
        stage
            .score(BY_ITSELF)
            .assert_good(&[(Column::Crowding, requests - 1)]);
    }
}

#[tokio::test]
async fn p18_starting_the_program_asks_nothing_that_is_not_due() {
    let stage = Stage::set();
    let urls: Vec<String> = (0..20).map(|n| format!("http://h{n}.test/feed")).collect();
    for url in &urls {
        stage.server.publish(url, "\"v1\"", feed(&["1"]));
    }
    import(&stage, &urls).await;
    let mut asking = stage.engine();
    stage.at(&mut asking, MINUTE).await;
    asking.stop().await;
    assert_eq!(stage.count(), 20);
    let mut asking = stage.engine();
    stage.until(&mut asking, MINUTE * 11, MINUTE).await;
    asking.stop().await;
    let mut asking = stage.waiting();
    stage.at(&mut asking, MINUTE * 30).await;
    asking
        .ask(Request::RefreshDue)
        .await
        .expect("it can be asked");
    asking.quiet().await;
    asking.stop().await;
    assert_eq!(stage.count(), 20);
}

#[tokio::test]
async fn p19_p20_p21_a_request_is_a_plain_get_of_exactly_what_was_typed() {
    let stage = Stage::impatient();
    let typed = "http://blog.test/a%7Eb/?b=2&a=1&x=%20y&utm_source=me";
    let cookie = |response: Response| response.header("Set-Cookie", "id=1; Path=/");
    stage
        .server
        .say(typed, cookie(Response::redirect(302, "/feed")));
    let body = feed(&["1"]);
    stage.server.react(URL, move |request| {
        let response = match request.header("if-none-match") {
            Some(_) => Response::status(304),
            None => Response::ok(body.clone()),
        };
        cookie(response.header("ETag", "\"v1\""))
    });
    let mut asking = stage.waiting();
    add(&mut asking, typed).await;
    for hours in 1..4 {
        stage.at(&mut asking, HOUR * hours).await;
        refresh(&mut asking, Scope::All).await;
    }
    asking.stop().await;
    assert_eq!(stage.count(), 8);
    assert_eq!(
        stage.server.requests_for(typed).len(),
        4,
        "the target is byte for byte what was typed"
    );
    stage.score(BY_ITSELF).assert_good(&[]);
}

#[tokio::test]
async fn p38_an_address_that_is_listed_thrice_is_asked_once() {
    let stage = Stage::set();
    stage.server.publish(URL, "\"v1\"", feed(&["1"]));
    let reply = import(&stage, &vec![URL.to_owned(); 3]).await;
    assert!(matches!(reply, Reply::Imported(report) if report.added == 1));
    let mut asking = stage.engine();
    add(&mut asking, URL).await;
    let requests = stage.count();
    assert!(
        requests <= 2,
        "one because it is due, one because it was typed, and not thrice"
    );
    stage.until(&mut asking, MINUTE * 59, MINUTE).await;
    asking.stop().await;
    assert_eq!(stage.count(), requests);
}
