//! The files that belong to an entry, each once, however many vocabularies name it.

use crate::feed::media::{seconds, type_of};
use crate::feed::normalize;
use crate::feed::syndication::links;
use crate::feed::syndication::scope::Scope;
use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;
use crate::model::parsed::Enclosure;

/// RSS enclosures, Atom's `rel="enclosure"`, content that lies elsewhere, Media RSS and the other
/// versions of a podcast's episode.
pub fn of(item: &Element, scope: &Scope) -> Vec<Enclosure> {
    let mut found = Vec::new();
    for element in item.elements() {
        match (element.space, element.name.as_str()) {
            (Space::Core | Space::Other, "enclosure") | (Space::Media, "content") => {
                add(&mut found, file(element, scope));
            }
            (Space::Core, "link") if links::is(element, "enclosure") => {
                add(&mut found, file(element, scope));
            }
            (Space::Core, "content") => add(&mut found, elsewhere(element, scope)),
            (Space::Media, "group") => {
                for content in element.all(Space::Media, "content") {
                    add(&mut found, file(content, scope));
                }
            }
            (Space::Podcast, "alternateenclosure") => {
                add(&mut found, alternate(element, scope));
            }
            _ => {}
        }
    }
    let duration = item.first(Space::Itunes, "duration");
    if let Some(seconds) = duration.and_then(|duration| seconds(&duration.text())) {
        spread(&mut found, seconds);
    }
    found
}

/// How long the episode is, said of what can be played.
fn spread(found: &mut [Enclosure], seconds: u32) {
    let playable = |file: &&mut Enclosure| {
        let kind = file.media_type.as_deref().unwrap_or("audio/");
        kind.starts_with("audio/") || kind.starts_with("video/")
    };
    if let Some(file) = found.iter_mut().find(playable) {
        file.duration_seconds.get_or_insert(seconds);
    }
}

fn file(element: &Element, scope: &Scope) -> Option<Enclosure> {
    let url = scope.address(element)?;
    Some(Enclosure {
        media_type: media_type(element, &url),
        length: ["length", "filesize"]
            .iter()
            .find_map(|name| length(element.attribute(name)?)),
        title: element
            .attribute("title")
            .map(normalize::plain_title)
            .or_else(|| {
                let title = element.first(Space::Media, "title")?;
                Some(normalize::plain_title(&title.text()))
            })
            .filter(|title| !title.is_empty()),
        duration_seconds: element.attribute("duration").and_then(seconds),
        url,
    })
}

/// Atom content with `src` is no text; what is no page either is a file (RFC 4287 §4.1.3.2).
fn elsewhere(content: &Element, scope: &Scope) -> Option<Enclosure> {
    let url = scope.resolve(content, content.attribute("src")?)?;
    let media_type = media_type(content, &url)?;
    let is_page = media_type.starts_with("text/") || media_type.ends_with("xml");
    (!is_page).then(|| Enclosure {
        url,
        media_type: Some(media_type),
        ..Enclosure::default()
    })
}

/// Podcasting 2.0 names the places of another version inside; the first is as good as any.
fn alternate(element: &Element, scope: &Scope) -> Option<Enclosure> {
    let mut sources = element.all(Space::Podcast, "source");
    let url = sources.find_map(|source| scope.address(source))?;
    Some(Enclosure {
        media_type: media_type(element, &url),
        length: element.attribute("length").and_then(length),
        title: element.attribute("title").map(normalize::plain_title),
        duration_seconds: None,
        url,
    })
}

/// What is known of the same address is put together.
fn add(found: &mut Vec<Enclosure>, file: Option<Enclosure>) {
    let Some(file) = file else { return };
    let room = found.len() < MOST;
    match found.iter_mut().find(|known| known.url == file.url) {
        Some(known) => {
            known.media_type = known.media_type.take().or(file.media_type);
            known.length = known.length.or(file.length);
            known.title = known.title.take().or(file.title);
            known.duration_seconds = known.duration_seconds.or(file.duration_seconds);
        }
        None if room => found.push(file),
        None => {}
    }
}

/// More files than this help nobody.
const MOST: usize = 200;

/// Nought means that the length is not known.
fn length(written: &str) -> Option<u64> {
    let digits: String = written
        .chars()
        .filter(|c| !matches!(c, ',' | '.' | ' ' | '_'))
        .collect();
    digits.parse().ok().filter(|length| *length > 0)
}

/// As given; else by the ending of the address, else what Media RSS says it is for.
fn media_type(element: &Element, url: &str) -> Option<String> {
    let given = element.attribute("type").map(str::to_ascii_lowercase);
    given
        .filter(|given| {
            given
                .split_once('/')
                .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty())
        })
        .or_else(|| type_of(url).map(str::to_owned))
        .or_else(|| {
            let medium = element.attribute("medium")?.to_ascii_lowercase();
            matches!(medium.as_str(), "audio" | "video" | "image").then(|| format!("{medium}/*"))
        })
}

#[cfg(test)]
mod tests {
    use crate::feed::syndication::testing;

    /// Address, type, length, title and seconds of each, the address without its host.
    fn check(inside: &str, expect: &[&str]) {
        let found = testing::item(&format!("<title>T</title>{inside}")).enclosures;
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        let shown: Vec<String> = found
            .iter()
            .map(|file| {
                let url = file.url.trim_start_matches("http://final.example");
                let number =
                    |number: Option<u64>| number.map(|n| n.to_string()).unwrap_or_default();
                let (length, duration) = (
                    number(file.length),
                    number(file.duration_seconds.map(u64::from)),
                );
                format!(
                    "{url}|{}|{length}|{}|{duration}",
                    part(&file.media_type),
                    part(&file.title)
                )
            })
            .collect();
        assert_eq!(shown, expect, "{inside}");
    }

    #[test]
    fn files_are_found_in_every_vocabulary() {
        check(
            "<enclosure url='/a.mp3' length=' 1234 ' type='audio/mpeg'/><enclosure url='/b.pdf' length='0'/>",
            &["/a.mp3|audio/mpeg|1234||", "/b.pdf|application/pdf|||"],
        );
        check(
            "<atom:link rel='enclosure' href='/a.ogg?x=1' length='1,234' title='Talk'/>",
            &["/a.ogg?x=1|audio/ogg|1234|Talk|"],
        );
        check("<content src='/f.mp4'/>", &["/f.mp4|video/mp4|||"]);
        check("<content src='/f.html' type='text/html'/>", &[]);
        check("<enclosure>/a.mp3</enclosure>", &["/a.mp3|audio/mpeg|||"]);
        check(
            "<enc:enclosure rdf:resource='/a.mp3' enc:length='7'/>",
            &["/a.mp3|audio/mpeg|7||"],
        );
        check("<enclosure url='magnet:?x'/><enclosure/>", &[]);
        check(
            "<media:content url='/v' medium='video' fileSize='9' duration='61.5'><media:title>Film</media:title></media:content>
             <media:group><media:content url='/i' type='image/png'/><media:content medium='image'/></media:group>",
            &["/v|video/*|9|Film|61", "/i|image/png|||"],
        );
        check(
            "<podcast:alternateEnclosure type='audio/opus' length='5' title='Small'>
             <podcast:source uri='/s.opus'/><podcast:source uri='/t.opus'/></podcast:alternateEnclosure>",
            &["/s.opus|audio/opus|5|Small|"],
        );
    }

    #[test]
    fn one_address_is_one_file() {
        check(
            "<enclosure url='/a' type='audio/mpeg' length='0'/><media:content url='/a' fileSize='8' duration='3'/>",
            &["/a|audio/mpeg|8||3"],
        );
    }

    #[test]
    fn the_length_of_an_episode_belongs_to_what_can_be_played() {
        let check = |written: &str, expect: &str| {
            check(
                &format!(
                    "<enclosure url='/c.jpg'/><enclosure url='/a.mp3'/><itunes:duration>{written}</itunes:duration>"
                ),
                &[
                    "/c.jpg|image/jpeg|||",
                    &format!("/a.mp3|audio/mpeg|||{expect}"),
                ],
            );
        };
        check("1:02:03", "3723");
        check("62:03", "3723");
        check(" 3723 ", "3723");
        check("3723.9", "3723");
        check("0", "");
        check("long", "");
        check("1:2:3:4", "");
        check("99999999999999999999", "");
    }
}
