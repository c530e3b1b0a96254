//! P27: redirects. Those that are adopted as they should be are in `politeness`.

use crate::asking::Asking;
use crate::score::{Column, Promise};
use crate::server::Response;
use crate::stage::{BY_ITSELF, DAY, HOUR, MINUTE, Stage, add, feed, import, refresh};
use postil::model::report::{MoveFate, Note};
use postil::model::request::{Request, Scope};

const OLD: &str = "http://old.test/feed";
const NEW: &str = "http://new.test/feed";

/// A feed at OLD that was read once there; what it says next is the test's.
async fn at_home(stage: &Stage) -> Asking {
    for url in [OLD, NEW, "http://third.test/feed"] {
        stage.server.publish(url, "\"v1\"", feed(&["1"]));
    }
    let mut asking = stage.waiting();
    add(&mut asking, OLD).await;
    asking
}

/// Looks in each of these hours, with the redirects in turn.
async fn led(stage: &Stage, asking: &mut Asking, redirects: &[(u16, &str)], hours: &[u32]) {
    for (hours, (status, to)) in hours.iter().zip(redirects.iter().cycle()) {
        stage.server.now_say(OLD, Response::redirect(*status, to));
        stage.at(asking, HOUR * *hours).await;
        refresh(asking, Scope::All).await;
    }
}

const DAYS: &[u32] = &[1, 25, 49, 73, 97, 121];

#[tokio::test]
async fn p27_where_a_move_for_good_leads_on_for_now_the_place_before_that_is_the_new_address() {
    let stage = Stage::impatient();
    let mut asking = at_home(&stage).await;
    stage
        .server
        .now_say(NEW, Response::redirect(302, "http://third.test/feed"));
    led(&stage, &mut asking, &[(301, NEW)], DAYS).await;
    assert_eq!(asking.feed().await.url, NEW);
    asking.stop().await;
}

#[tokio::test]
async fn p27_redirects_that_point_here_and_there_or_round_in_a_circle_move_nothing() {
    for redirects in [
        &[(308, NEW), (308, "http://third.test/feed")][..],
        &[(301, OLD)],
        &[(301, NEW), (302, NEW)],
        &[(303, NEW)],
        &[(307, NEW)],
    ] {
        let stage = Stage::impatient();
        let mut asking = at_home(&stage).await;
        led(&stage, &mut asking, redirects, DAYS).await;
        assert_eq!(asking.feed().await.url, OLD, "{redirects:?}");
        assert!(
            !asking
                .notes
                .iter()
                .any(|note| matches!(note, Note::Moved(_)))
        );
        asking.stop().await;
    }
}

#[tokio::test]
async fn p27_validators_go_only_to_the_address_they_came_from_also_after_a_restart() {
    let stage = Stage::impatient();
    stage.server.say(OLD, Response::redirect(302, NEW));
    stage.server.publish(NEW, "\"v1\"", feed(&["1"]));
    let mut asking = stage.waiting();
    add(&mut asking, OLD).await;
    for hours in 1..4 {
        asking.stop().await;
        asking = stage.waiting();
        stage.at(&mut asking, HOUR * hours).await;
        refresh(&mut asking, Scope::All).await;
    }
    asking.stop().await;
    let score = stage.score(Promise { gap: 0, pace: 0 });
    assert_eq!(score.count(Column::TagGood), 3, "{score}");
    score.assert_good(&[]);
}

#[tokio::test]
async fn p27_a_login_is_not_told_to_another_host() {
    let stage = Stage::impatient();
    stage.server.say(OLD, Response::redirect(302, NEW));
    stage.server.publish(NEW, "\"v1\"", feed(&["1"]));
    let mut asking = stage.waiting();
    add(&mut asking, "http://ana:word@old.test/feed").await;
    asking.stop().await;
    let told = |url| {
        stage.server.requests_for(url)[0]
            .header("authorization")
            .is_some()
    };
    assert_eq!((told(OLD), told(NEW)), (true, false));
}

#[tokio::test]
async fn p27_a_redirect_does_not_break_in_on_a_host_that_is_being_asked() {
    let stage = Stage::set();
    let guest = "http://new.test/guest";
    for url in [NEW, guest] {
        stage.server.publish(url, "\"v1\"", feed(&["1"]));
    }
    stage.server.say(OLD, Response::redirect(302, guest));
    import(&stage, &[OLD, NEW].map(str::to_owned)).await;
    let mut asking = stage.engine();
    stage.until(&mut asking, DAY, MINUTE).await;
    asking.stop().await;
    assert!(stage.times_of(guest).len() > 12);
    // Where a redirect leads is not known before it is followed for the first time; the moment that is
    // waited then passes by no clock that is wound.
    let score = stage.score(BY_ITSELF);
    assert!(score.count(Column::Crowding) <= 1, "{score}");
    score.assert_good(&[(Column::Crowding, score.count(Column::Crowding))]);
}

#[tokio::test]
async fn p27_a_host_that_wants_rest_gets_it_from_those_who_are_led_there_too() {
    let stage = Stage::set();
    let guest = "http://new.test/guest";
    stage
        .server
        .say(NEW, Response::status(429).header("Retry-After", "36000"));
    stage.server.say(NEW, Response::ok(feed(&["1"])));
    stage.server.publish(guest, "\"v1\"", feed(&["1"]));
    import(&stage, &[NEW.to_owned()]).await;
    let mut asking = stage.engine();
    stage.at(&mut asking, MINUTE).await;
    asking.stop().await;
    stage.server.say(OLD, Response::redirect(302, guest));
    import(&stage, &[OLD.to_owned()]).await;
    let mut asking = stage.engine();
    stage.until(&mut asking, HOUR * 9, MINUTE * 5).await;
    assert!(stage.times_of(guest).is_empty());
    stage.until(&mut asking, DAY * 2, MINUTE * 5).await;
    asking.stop().await;
    assert!(!stage.times_of(guest).is_empty());
}

#[tokio::test]
async fn p27_a_move_can_be_taken_back_and_is_not_made_again() {
    let stage = Stage::impatient();
    let mut asking = at_home(&stage).await;
    led(&stage, &mut asking, &[(301, NEW)], &DAYS[..4]).await;
    let row = asking.feed().await;
    assert_eq!(row.url, NEW);
    asking
        .ask(Request::UndoMove(row.id))
        .await
        .expect("one may");
    asking.quiet().await;
    assert_eq!(asking.feed().await.url, OLD);
    led(
        &stage,
        &mut asking,
        &[(301, NEW)],
        &[145, 169, 193, 217, 241],
    )
    .await;
    assert_eq!(asking.feed().await.url, OLD);
    asking.stop().await;
}

#[tokio::test]
async fn p27_a_person_may_follow_a_move_that_is_not_proven() {
    let stage = Stage::impatient();
    let mut asking = at_home(&stage).await;
    led(&stage, &mut asking, &[(301, NEW)], &[1, 2]).await;
    let row = asking.feed().await;
    assert_eq!(row.url, OLD);
    asking
        .ask(Request::FollowMove(row.id))
        .await
        .expect("one may");
    asking.quiet().await;
    assert_eq!(asking.feed().await.url, NEW);
    asking.stop().await;
}

#[tokio::test]
async fn p27_a_move_is_told_once() {
    let stage = Stage::impatient();
    let mut asking = at_home(&stage).await;
    led(&stage, &mut asking, &[(308, NEW)], DAYS).await;
    let told = asking.notes.iter().filter_map(|note| match note {
        Note::Moved(moved) => Some(moved.fate),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), [MoveFate::Followed]);
    asking.stop().await;
}
