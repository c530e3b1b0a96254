//! What the engine says: answers to questions, and news that nobody asked for.

use super::App;
use crate::model::entry::{Article, Body, EntryRow};
use crate::model::report::{Failure, Note};
use crate::model::request::{Reply, Ticket};
use crate::text::lines::with_emoji;
use crate::text::plain;
use crate::ui::action::Action;
use crate::ui::app::told;
use crate::ui::effect::Effect;
use crate::ui::feeds::target::Target;
use std::borrow::Cow;

impl App {
    pub(super) fn reply(&mut self, ticket: Ticket, reply: Result<Reply, Failure>) -> Vec<Effect> {
        let reply = match reply {
            Ok(reply) => reply,
            Err(failure) => return self.failed(ticket, &failure),
        };
        let effect = match reply {
            Reply::Feeds(library) => {
                let before = self.feeds.selected();
                if self.library.answered(ticket).is_some() {
                    self.feeds.set_library(library);
                }
                let moved = self.follow_feeds(before);
                return moved.into_iter().chain(self.next_library()).collect();
            }
            Reply::Entries(mut page) => {
                page.rows.iter_mut().for_each(|row| self.settle_signs(row));
                let look = self.look();
                let effect = self.entries.arrived(ticket, page, &look, &mut self.tickets);
                return effect.into_iter().chain(self.preview()).collect();
            }
            Reply::Article(article) => self.article_came(ticket, article),
            Reply::Conversation(conversation) => {
                self.thread
                    .arrived(ticket, *conversation, &mut self.tickets)
            }
            Reply::NextUnread(row) => return self.go_to_unread(ticket, row),
            Reply::Subscribed {
                feed,
                title,
                already,
                offers,
            } => {
                self.status.say(told::subscribed(&title, already, &offers));
                self.feeds.select(Target::Feed(feed));
                self.open_target()
            }
            Reply::Imported(report) => {
                self.status
                    .say(told::imported(report.added, report.known, &report.rejected));
                None
            }
            Reply::Refreshing { asked, left } => {
                let offered = self.status.refreshing(asked, &left, self.now);
                self.offered = offered.or(self.offered);
                None
            }
            Reply::Health(all) => self.health.arrived(ticket, all, &mut self.tickets),
            Reply::Agreement { host } => {
                self.agreement_wanted(ticket, &host);
                None
            }
            Reply::Completed(all) => {
                self.completed(ticket, &all);
                None
            }
            Reply::Discovered { .. }
            | Reply::Saved(_)
            | Reply::Shared(_)
            | Reply::Did(_)
            | Reply::Undid(_)
            | Reply::Redid(_)
            | Reply::Kept(_)
            | Reply::Settings(..) => return self.came_of(ticket, reply),
            Reply::Done => {
                self.done(ticket);
                None
            }
            Reply::Source(_) | Reply::Coloured(_) | Reply::Picture(_) => {
                self.of_article(ticket, reply);
                None
            }
            Reply::Browse(url) => return vec![Effect::OpenUrl(url)],
            Reply::Found(_) | Reply::Exported(_) => None,
        };
        effect.into_iter().collect()
    }

    /// What came of something a person did.
    fn came_of(&mut self, ticket: Ticket, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Discovered {
                title,
                already,
                offers,
                newest,
            } => return self.discovered(&title, already, &offers, &newest),
            Reply::Saved(path) => {
                let path = plain::line(&path.to_string_lossy());
                self.status.say(format!("Saved {path}"));
            }
            Reply::Shared(said) => {
                self.status
                    .say(said.unwrap_or_else(|| "Handed on".to_owned()));
            }
            Reply::Did(done) => self.did(&done),
            Reply::Undid(done) => self.undid(done.as_ref()),
            Reply::Redid(done) => self.redid(done.as_ref()),
            Reply::Settings(held, settings) => self.show_settings(held, &settings),
            Reply::Kept(kept) if self.kept.answered(ticket).is_some() => return self.kept(kept),
            _ => {}
        }
        Vec::new()
    }

    fn failed(&mut self, ticket: Ticket, failure: &Failure) -> Vec<Effect> {
        if self.article.picture_failed(ticket, failure) {
            return Vec::new();
        }
        self.talk_failed(ticket, failure);
        let ours = [
            self.library.answered(ticket).is_some(),
            self.next_unread.answered(ticket).is_some(),
            self.entries.failed(ticket),
            self.article.failed(ticket),
            self.thread.failed(ticket),
            self.health.failed(ticket),
        ];
        debug_assert!(ours.into_iter().filter(|ours| *ours).count() <= 1);
        Vec::new()
    }

    pub(super) fn note(&mut self, note: Note) -> Vec<Effect> {
        match note {
            Note::Changed { .. } => {
                let mut effects = Vec::new();
                effects.extend(self.ask_library());
                effects.extend(self.entries.reload(&mut self.tickets));
                effects.extend(self.health.changed(&mut self.tickets));
                effects
            }
            Note::Talked { entry } => self
                .thread
                .talked(entry, &mut self.tickets)
                .into_iter()
                .collect(),
            Note::Polling { done, total } => {
                self.status.polling(done, total);
                Vec::new()
            }
            Note::Polled(report) => {
                let again = self.health.polled(report.feed, &mut self.tickets);
                self.status.polled(report);
                again.into_iter().collect()
            }
            Note::Over { title, .. } => {
                self.over(&title);
                Vec::new()
            }
            Note::Offline(offline) => {
                self.status.offline(offline);
                Vec::new()
            }
            Note::Failed(failure) => {
                self.status.fail(&failure);
                Vec::new()
            }
            Note::Moved(moved) => {
                self.status.moved(&moved);
                Vec::new()
            }
        }
    }

    /// What the article that is shown asked for beside its text.
    fn of_article(&mut self, ticket: Ticket, reply: Reply) {
        match reply {
            Reply::Source(markup) => self.article.source_arrived(ticket, &markup),
            Reply::Coloured(colours) => self.article.coloured(ticket, colours),
            Reply::Picture(picture) => self.article.picture_arrived(ticket, picture),
            _ => {}
        }
    }

    /// The signs of a title as the terminal can show them.
    fn settle_signs(&self, row: &mut EntryRow) {
        if let Cow::Owned(title) = with_emoji(&row.title, self.settings.reading.emoji()) {
            row.title = title;
        }
    }

    fn article_came(&mut self, ticket: Ticket, mut article: Box<Article>) -> Option<Effect> {
        self.settle_signs(&mut article.row);
        if self.article.awaited(ticket) && article.body == Body::Page {
            let key = self.settings.keys.key_of(Action::FullText);
            self.status.say(format!(
                "The text of its page; {key} shows that of the feed"
            ));
        }
        self.article.arrived(ticket, article, &mut self.tickets)
    }
}
