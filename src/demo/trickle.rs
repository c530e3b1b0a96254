//! What goes on arriving once the script is over: a comment every 20 to 40 seconds, and more slowly
//! where people talk slowly, a post every 2 to 4 minutes, without end.
//!
//! Every event is worked out from its number alone, so what there is at some moment costs the same
//! an hour and a year in. Only the latest few are brought, as a feed does.

use crate::demo::chance::{draw, pick};
use crate::model::time::Time;
use std::ops::Range;
use std::time::Duration;

/// Events at an even beat, each moved later by chance.
#[derive(Debug, Clone, Copy)]
pub struct Rhythm {
    /// Seconds from one beat to the next.
    beat: u64,
    /// The most an event is late, in seconds; shorter than the beat.
    sway: u64,
    /// How many of the latest there are.
    window: u64,
}

/// 20 to 40 seconds apart.
pub const COMMENTS: Rhythm = Rhythm {
    beat: 30,
    sway: 10,
    window: 600,
};

/// Where people talk more slowly: 45 to 105 seconds apart.
pub const SLOW_COMMENTS: Rhythm = Rhythm {
    beat: 75,
    sway: 30,
    window: 300,
};

/// 2 to 4 minutes apart.
pub const POSTS: Rhythm = Rhythm {
    beat: 180,
    sway: 60,
    window: 60,
};

impl Rhythm {
    /// The moment of event `n`, counted from one beat after `start`.
    pub fn moment(&self, seed: u64, start: Time, n: u64) -> Time {
        let late = draw(seed ^ self.beat, n) % (self.sway + 1);
        let beats = n.saturating_add(1).saturating_mul(self.beat);
        start.after(Duration::from_secs(beats.saturating_add(late)))
    }

    /// The numbers of the events there are at `now`.
    pub fn events(&self, seed: u64, start: Time, now: Time) -> Range<u64> {
        let beats = now.since(start).as_secs() / self.beat;
        let last_has_come = beats > 0 && self.moment(seed, start, beats - 1) <= now;
        let end = if last_has_come {
            beats
        } else {
            beats.saturating_sub(1)
        };
        end.saturating_sub(self.window)..end
    }
}

/// What a trickling comment answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// The post.
    Post,
    /// A comment of the script, by its index among them.
    Scripted(usize),
    /// An earlier one of these, by its number.
    Trickled(u64),
}

/// Which of `conversations` comment `n` belongs to.
pub fn conversation(seed: u64, n: u64, conversations: usize) -> usize {
    pick(seed ^ 0xC0, n, conversations)
}

/// What comment `n` answers, in a talk of `scripted` comments.
pub fn answers(seed: u64, n: u64, conversations: usize, scripted: usize) -> Answers {
    let here = conversation(seed, n, conversations);
    match pick(seed ^ 0xA5, n, 5) {
        0 | 1 => Answers::Post,
        2 if scripted > 0 => Answers::Scripted(pick(seed ^ 0x5C, n, scripted)),
        _ => (1..=REACH)
            .filter_map(|back| n.checked_sub(back))
            .find(|earlier| conversation(seed, *earlier, conversations) == here)
            .map_or(Answers::Post, Answers::Trickled),
    }
}

/// How many comments back, over all talks, an answer reaches.
const REACH: u64 = 5;

/// With this many people writing in turn, nobody answers themselves within reach.
pub const COMPANY: usize = 6;

/// Who of `people` writes comment `n`: each in turn.
pub fn writer(seed: u64, n: u64, people: usize) -> usize {
    let people = u64::try_from(people.max(1)).unwrap_or(u64::MAX);
    usize::try_from((draw(seed, 0) % people + n % people) % people).unwrap_or(0)
}

/// The words of comment `n`.
pub fn words(seed: u64, n: u64, answers: Answers) -> &'static str {
    let bank = match answers {
        Answers::Post => &OPENINGS[..],
        Answers::Scripted(_) | Answers::Trickled(_) => &ANSWERS[..],
    };
    bank[shuffled(seed, n, bank.len())]
}

/// A post of the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// The name of its blog.
    pub blog: &'static str,
    pub author: &'static str,
    pub slug: &'static str,
    pub title: &'static str,
    pub html: &'static str,
}

/// Post `n`, and which time round it is, counted from one.
pub fn note(seed: u64, n: u64) -> (&'static Note, u64) {
    let len = u64::try_from(NOTES.len()).unwrap_or(u64::MAX);
    (&NOTES[shuffled(seed, n, NOTES.len())], n / len + 1)
}

/// The `n`th of `len` things in an order of the seed's, each once before any comes again. Seven is
/// prime to the lengths of the banks.
fn shuffled(seed: u64, n: u64, len: usize) -> usize {
    let len = u64::try_from(len).unwrap_or(u64::MAX);
    usize::try_from((draw(seed, 1) % len + (n % len) * 7) % len).unwrap_or(0)
}

const OPENINGS: [&str; 20] = [
    "I read this twice on the tram and missed my stop, which I count in its favour.",
    "My grandmother said the same, in fewer words and with a spoon in her hand.",
    "Came for the title, stayed for the third paragraph.",
    "We have one of these at work. Nobody will admit to having brought it.",
    "This has been open in a tab since breakfast. Closing it now, with thanks.",
    "I had always assumed it was just me. How nice to be outnumbered.",
    "Small correction from somebody who should be asleep: none. It is all as you say.",
    "Forwarded to my sister, who will pretend she had seen it already.",
    "Does this still hold in winter? Asking from a cold kitchen.",
    "I tried it this evening. It took <em>four</em> goes and I would do it again.",
    "The bit in brackets is the best bit. It usually is with you.",
    "You have put into words what I have been pointing at for years.",
    "Reading this aloud to the dog. The dog has questions.",
    "I would happily read the long version. I suspect there is a long version.",
    "There is a whole chapter on this in an old handbook I own; I will look it up and report.",
    "Same here, except that ours is green and makes more noise.",
    "I came in ready to disagree and find I have nothing to bring. Well played.",
    "Late to this, as to most things. Is the talk still going?",
    "I printed this and put it by the door. It has already started one argument.",
    "Thank you for not explaining the ending.",
];

const ANSWERS: [&str; 22] = [
    "That is exactly how it was for me as well.",
    "I wondered the same. Did you ever find out?",
    "Yes! And nobody warns you about it.",
    "Not in my experience, but my experience is one flat and two winters.",
    "Could you say which one? I have three and they all disagree.",
    "I owe you an apology: I just tried it, and you were right.",
    "Seconded. The second time is easier, if that helps.",
    "Only on weekdays, I think. On Sundays it behaves.",
    "You say that as if it were a bad thing.",
    "I laughed, then I went and checked, and then I stopped laughing.",
    "My neighbour has the opposite trouble. Perhaps you two should meet.",
    "There was a word for this where I grew up. I will ask my aunt.",
    "Half right, I would say. The other half is patience.",
    "Please do write that one up, I would read it.",
    "Where did you read that? I would like to follow it back.",
    "It works for me with the window shut. No idea why.",
    "Agreed about the first part. The second part I shall sleep on.",
    "And here I was thinking nobody else had noticed.",
    "Careful, that is how it starts.",
    "I have a photograph of mine somewhere. I will dig it out.",
    "That explains the noise, at least.",
    "Two years on and I still could not tell you. Good question, though.",
];

const NOTES: [Note; 15] = [
    Note {
        blog: "smallhours",
        author: "Ana Prates",
        slug: "night-log",
        title: "Night log, page {n}",
        html: "<p>Wind from the south-west, light. One gull on the lamp, by appointment. Nothing \
               came in and nothing went out, and I have written that down with the minute.</p>",
    },
    Note {
        blog: "smallhours",
        author: "Ana Prates",
        slug: "overheard-on-the-stair",
        title: "Overheard on the stair ({n})",
        html: "<blockquote><p>No, the <em>other</em> umbrella. The one we don't lend.</p></blockquote>\
               <p>Third floor, going up, shortly before the rain.</p>",
    },
    Note {
        blog: "longascent",
        author: "Tobias Lindqvist",
        slug: "weather-at-the-hut",
        title: "Weather at the hut, note {n}",
        html: "<p>Cloud to the second cairn at six, gone by seven. The path is dry as far as the \
               ford; above it there is ice in the shade, the thin sort that lets you believe in it.</p>",
    },
    Note {
        blog: "longascent",
        author: "Tobias Lindqvist",
        slug: "one-good-stone",
        title: "One good stone, no. {n}",
        html: "<p>Flat, grey, the size of a loaf, exactly where one wants to sit down. Somebody \
               carried it there. Whoever you are: the view is as you hoped.</p>",
    },
    Note {
        blog: "longascent",
        author: "Tobias Lindqvist",
        slug: "counted-on-the-way-up",
        title: "Counted on the way up, list {n}",
        html: "<ul><li>Marmots: 4, one of them rude</li><li>Other walkers: 2, both ahead</li>\
               <li>Times I said \u{201c}nearly there\u{201d}: 9</li></ul>",
    },
    Note {
        blog: "ledger",
        author: "Willa Achterberg",
        slug: "entry",
        title: "Entry {n}: a button",
        html: "<p>Found in a coat that was never mine. Four holes, horn, one chip. Entered under \
               <em>things that know more than they say</em>.</p>",
    },
    Note {
        blog: "ledger",
        author: "Willa Achterberg",
        slug: "entry-string",
        title: "Entry {n}: string",
        html: "<p>Two metres, knotted twice, kept because it is nearly long enough. Nearly long \
               enough for what will become clear the day after I throw it out.</p>",
    },
    Note {
        blog: "ledger",
        author: "Willa Achterberg",
        slug: "entry-ticket",
        title: "Entry {n}: a ticket",
        html: "<p>Single, adult, to a station that has since closed. It was a bookmark for longer \
               than it was a ticket.</p>",
    },
    Note {
        blog: "tagsandangles",
        author: "Yusuf Demir",
        slug: "seen-in-the-wild",
        title: "Seen in the wild #{n}: <br></br>",
        html: "<p>Somebody closed their line break, to be polite. The parser, to be polite, made \
               it two: <code>&lt;br&gt;&lt;/br&gt;</code> is read as two breaks, and the standard says so.</p>",
    },
    Note {
        blog: "tagsandangles",
        author: "Yusuf Demir",
        slug: "entity-of-the-day",
        title: "Entity of the day, {n}: &fjlig;",
        html: "<p>It stands for two letters, <code>f</code> and <code>j</code>, and is among the few names \
               that give more than one character. I have looked for a page that uses it. I found this one.</p>",
    },
    Note {
        blog: "tagsandangles",
        author: "Yusuf Demir",
        slug: "validator-says",
        title: "The validator says, part {n}",
        html: "<pre><code>error: stray end tag \"p\"\n  line 1, column 1</code></pre>\
               <p>Line one, column one. I admire a document that gets it over with.</p>",
    },
    Note {
        blog: "nullisland",
        author: "Chidi Okafor",
        slug: "misplaced",
        title: "Misplaced, report {n}",
        html: "<p>A bakery, two bus stops and a lighthouse were found at 0° N, 0° E this morning. \
               All of them have been sent home, with a note about missing values.</p>",
    },
    Note {
        blog: "nullisland",
        author: "Chidi Okafor",
        slug: "swapped-again",
        title: "Swapped again ({n})",
        html: "<p>Longitude first, latitude second, said the format. The other way round, said the \
               library. The ferry now leaves from a field.</p>",
    },
    Note {
        blog: "kanaqalam",
        author: "田中さくら",
        slug: "kyou-no-ichiji",
        title: "今日の一字 {n}「々」",
        html: "<p>単独では読めない文字。「人々」「時々」のように、前の字をもう一度と言うだけの働き者です。</p>",
    },
    Note {
        blog: "kanaqalam",
        author: "ليلى حداد",
        slug: "harf-al-yawm",
        title: "حرف اليوم {n}: ه",
        html: "<p dir=\"rtl\">أربعة أشكال لحرف واحد: ه‍ ‍ه‍ ‍ه ه. والحاسوب يحفظها كلها رقمًا واحدًا.</p>",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::blog::named;
    use std::collections::BTreeSet;

    const START: Time = Time(1_000_000);

    #[test]
    fn comments_come_20_to_40_seconds_apart_and_posts_2_to_4_minutes() {
        let check = |rhythm: Rhythm, shortest: u64, longest: u64| {
            let moments: Vec<_> = (0..2000).map(|n| rhythm.moment(7, START, n)).collect();
            let gaps = moments.windows(2);
            let gaps: BTreeSet<_> = gaps.map(|two| two[1].since(two[0]).as_secs()).collect();
            assert!(
                gaps.iter().all(|gap| (shortest..=longest).contains(gap)),
                "{gaps:?}"
            );
            assert!(gaps.len() > 15, "by chance, not by the clock: {gaps:?}");
        };
        check(COMMENTS, 20, 40);
        check(SLOW_COMMENTS, 45, 105);
        check(POSTS, 120, 240);
    }

    #[test]
    fn exactly_the_events_whose_moment_has_come_are_there() {
        for rhythm in [COMMENTS, SLOW_COMMENTS, POSTS] {
            for seconds in 0..4000 {
                let now = START.after(Duration::from_secs(seconds));
                let come = (0..200).filter(|n| rhythm.moment(7, START, *n) <= now);
                let come = u64::try_from(come.count()).unwrap();
                let events = rhythm.events(7, START, now);
                assert_eq!(
                    events,
                    come.saturating_sub(rhythm.window)..come,
                    "{seconds} s"
                );
            }
        }
        assert_eq!(COMMENTS.events(7, START, Time(0)), 0..0, "before the start");
    }

    #[test]
    fn a_year_brings_no_more_than_the_window() {
        let year = START.after(Duration::from_hours(8760));
        let events = COMMENTS.events(7, START, year);
        assert_eq!(events.end - events.start, COMMENTS.window);
    }

    #[test]
    fn no_words_come_again_before_all_have_been_said() {
        for len in [OPENINGS.len(), ANSWERS.len(), NOTES.len()] {
            let len = u64::try_from(len).unwrap();
            let order = (0..len).map(|n| shuffled(9, n, usize::try_from(len).unwrap()));
            assert_eq!(order.collect::<BTreeSet<_>>().len() as u64, len);
        }
    }

    #[test]
    fn people_answer_comments_of_their_own_talk_and_not_themselves() {
        let mut kinds = [0; 3];
        for n in 0..500 {
            match answers(7, n, 4, 12) {
                Answers::Post => kinds[0] += 1,
                Answers::Scripted(index) => {
                    assert!(index < 12);
                    kinds[1] += 1;
                }
                Answers::Trickled(earlier) => {
                    assert!(earlier < n);
                    assert_eq!(conversation(7, earlier, 4), conversation(7, n, 4));
                    assert_ne!(writer(7, earlier, COMPANY), writer(7, n, COMPANY));
                    kinds[2] += 1;
                }
            }
        }
        assert!(kinds.iter().all(|count| *count > 50), "{kinds:?}");
    }

    #[test]
    fn every_note_has_its_blog_and_its_number() {
        for note in NOTES {
            assert!(named(note.blog).is_some(), "{}", note.blog);
            assert!(note.title.contains("{n}"), "{}", note.title);
        }
        assert_eq!(note(7, 0).1, 1);
        assert_eq!(note(7, 15), (note(7, 0).0, 2));
    }
}
