-- Feeds, entries, comments, marks and the facts of polling. docs/schema.md says why each is as it is.

CREATE TABLE folder (
    id       INTEGER PRIMARY KEY,
    parent   INTEGER REFERENCES folder (id),
    title    TEXT    NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE feed (
    id       INTEGER PRIMARY KEY,
    url      TEXT    NOT NULL,
    folder   INTEGER REFERENCES folder (id),
    of_entry INTEGER REFERENCES entry (id),
    title    TEXT,
    name     TEXT,
    site     TEXT,
    position INTEGER NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE former_url (
    url  TEXT    NOT NULL,
    feed INTEGER NOT NULL REFERENCES feed (id),
    PRIMARY KEY (url, feed)
) STRICT, WITHOUT ROWID;

CREATE TABLE poll (
    feed          INTEGER PRIMARY KEY REFERENCES feed (id),
    etag          TEXT,
    last_modified TEXT,
    checked_at    INTEGER,
    changed_at    INTEGER,
    failures      INTEGER NOT NULL DEFAULT 0,
    not_before    INTEGER,
    fresh_until   INTEGER,
    gone          INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
    body_hash     INTEGER,
    ttl_minutes   INTEGER,
    trouble       TEXT
) STRICT;

CREATE TABLE entry (
    id            INTEGER PRIMARY KEY,
    feed          INTEGER NOT NULL REFERENCES feed (id),
    key           TEXT    NOT NULL,
    sort_at       INTEGER NOT NULL,
    read          INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)),
    starred       INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1)),
    talk_at       INTEGER,
    title         TEXT    NOT NULL,
    link          TEXT,
    author        TEXT,
    published     INTEGER,
    updated       INTEGER,
    first_seen    INTEGER NOT NULL,
    hash          INTEGER NOT NULL,
    comments_page TEXT,
    comment_feed  TEXT,
    comments_told INTEGER,
    told_seen     INTEGER,
    known_seen    INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE body (
    entry INTEGER PRIMARY KEY REFERENCES entry (id),
    html  TEXT NOT NULL,
    base  TEXT
) STRICT;

CREATE TABLE comment (
    id         INTEGER PRIMARY KEY,
    entry      INTEGER NOT NULL REFERENCES entry (id),
    key        TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    read       INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)),
    edited     INTEGER NOT NULL DEFAULT 0 CHECK (edited IN (0, 1)),
    link       TEXT,
    author     TEXT,
    author_url TEXT,
    published  INTEGER,
    first_seen INTEGER NOT NULL,
    hash       INTEGER NOT NULL
) STRICT;

CREATE TABLE comment_body (
    comment INTEGER PRIMARY KEY REFERENCES comment (id),
    html    TEXT NOT NULL,
    base    TEXT
) STRICT;

CREATE TABLE reply (
    comment  INTEGER NOT NULL REFERENCES comment (id),
    position INTEGER NOT NULL,
    id       TEXT,
    href     TEXT,
    PRIMARY KEY (comment, position)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX folder_by_title ON folder (ifnull(parent, 0), title);
CREATE UNIQUE INDEX feed_by_url ON feed (url) WHERE of_entry IS NULL;
CREATE UNIQUE INDEX feed_by_entry ON feed (of_entry) WHERE of_entry IS NOT NULL;
CREATE INDEX feed_in_order ON feed (position) WHERE of_entry IS NULL;
CREATE INDEX feed_in_folder ON feed (folder, position) WHERE of_entry IS NULL;
CREATE UNIQUE INDEX entry_by_key ON entry (feed, key);
CREATE INDEX entry_of_feed ON entry (feed, sort_at);
CREATE INDEX entry_newest ON entry (sort_at);
CREATE INDEX entry_unread ON entry (sort_at) WHERE read = 0;
CREATE INDEX entry_starred ON entry (sort_at) WHERE starred = 1;
CREATE INDEX entry_talk ON entry (talk_at) WHERE talk_at IS NOT NULL;
CREATE UNIQUE INDEX comment_by_key ON comment (entry, key);
CREATE INDEX comment_in_order ON comment (entry, at);
