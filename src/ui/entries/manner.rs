//! How a list is shown: which marks, in which order, in which groups. Each view has its own, and keeps it.

use crate::model::view::{Show, SortBy, SortKey};

/// What stands above the entries that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Group {
    #[default]
    Day,
    Feed,
    Folder,
    None,
}

impl Group {
    pub const ALL: [Self; 4] = [Self::Day, Self::Feed, Self::Folder, Self::None];

    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Feed => "feed",
            Self::Folder => "folder",
            Self::None => "none",
        }
    }
}

/// What is shown, by its name.
pub const SHOWS: [(&str, Show); 3] = [
    ("all", Show::All),
    ("unread", Show::Unread),
    ("starred", Show::Starred),
];

/// How one list is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manner {
    pub show: Show,
    /// None is by date, newest first.
    pub sort: Vec<SortKey>,
    pub group: Group,
}

impl Manner {
    /// The order that goes with the groups: what is in one group stands together.
    pub fn order(&self) -> Vec<SortKey> {
        let by = match self.group {
            Group::Feed => SortBy::Feed,
            Group::Folder => SortBy::Folder,
            Group::Day | Group::None => return self.sort.clone(),
        };
        let first = SortKey {
            by,
            reversed: false,
        };
        let own = self.sort.first().filter(|key| key.by == by);
        let rest = self.sort.iter().filter(|key| key.by != by);
        std::iter::once(own.unwrap_or(&first))
            .chain(rest)
            .copied()
            .collect()
    }

    /// Whether the days of the entries follow one another in this order.
    pub fn is_by_date(&self) -> bool {
        self.order()
            .first()
            .is_none_or(|key| key.by == SortBy::Date)
    }

    pub fn show_name(&self) -> &'static str {
        let found = SHOWS.iter().find(|(_, show)| *show == self.show);
        found.map_or("all", |(name, _)| name)
    }

    /// One line that says all of it; [`Manner::read`] reads it.
    pub fn line(&self) -> String {
        format!(
            "{} {} {}",
            self.show_name(),
            self.group.name(),
            sort_line(&self.sort)
        )
    }

    /// Reads what [`Manner::line`] wrote; what it does not know is as usual.
    pub fn read(line: &str) -> Self {
        let mut words = line.split(' ');
        let show = words.next().and_then(|word| {
            let found = SHOWS.iter().find(|(name, _)| *name == word);
            found.map(|(_, show)| *show)
        });
        let group = words.next().and_then(group_named);
        let sort = words.next().and_then(|word| sort_keys(word).ok());
        Self {
            show: show.unwrap_or_default(),
            group: group.unwrap_or_default(),
            sort: sort.unwrap_or_default(),
        }
    }
}

pub fn group_named(name: &str) -> Option<Group> {
    Group::ALL.into_iter().find(|group| group.name() == name)
}

/// `feed,-date`: a minus turns a key round.
pub fn sort_line(sort: &[SortKey]) -> String {
    let key = |key: &SortKey| {
        let minus = if key.reversed { "-" } else { "" };
        format!("{minus}{}", key.by.name())
    };
    let keys: Vec<String> = sort.iter().map(key).collect();
    keys.join(",")
}

/// Reads what [`sort_line`] wrote, or a person did.
///
/// # Errors
/// The word that is no key.
pub fn sort_keys(line: &str) -> Result<Vec<SortKey>, String> {
    let words = line.split([',', ' ']).filter(|word| !word.is_empty());
    words
        .map(|word| {
            let name = word.strip_prefix('-').unwrap_or(word);
            let found = SortBy::ALL.into_iter().find(|by| by.name() == name);
            let by = found.ok_or_else(|| name.to_owned())?;
            Ok(SortKey {
                by,
                reversed: word.starts_with('-'),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manner_is_written_and_read_again() {
        for group in Group::ALL {
            for (_, show) in SHOWS {
                for sort in ["", "-date", "feed,-title,unread"] {
                    let manner = Manner {
                        show,
                        group,
                        sort: sort_keys(sort).expect(sort),
                    };
                    assert_eq!(Manner::read(&manner.line()), manner);
                    assert_eq!(sort_line(&manner.sort), sort);
                }
            }
        }
        assert_eq!(Manner::read("of another age"), Manner::default());
        assert_eq!(sort_keys("date,sise"), Err("sise".to_owned()));
    }

    #[test]
    fn what_is_in_one_group_stands_together() {
        let check = |group, sort, expect| {
            let manner = Manner {
                group,
                sort: sort_keys(sort).expect(sort),
                ..Manner::default()
            };
            assert_eq!(sort_line(&manner.order()), expect);
        };
        check(Group::Feed, "", "feed");
        check(Group::Feed, "title", "feed,title");
        check(Group::Feed, "title,-feed", "feed,title");
        check(Group::Feed, "-feed,title", "-feed,title");
        check(Group::Day, "title", "title");
    }
}
