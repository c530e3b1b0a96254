-- What the page of an article shows beside its text, the text of its own page, and where a person stopped reading.

CREATE TABLE tag (
    entry    INTEGER NOT NULL REFERENCES entry (id),
    position INTEGER NOT NULL,
    label    TEXT    NOT NULL,
    PRIMARY KEY (entry, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE enclosure (
    entry      INTEGER NOT NULL REFERENCES entry (id),
    position   INTEGER NOT NULL,
    url        TEXT    NOT NULL,
    media_type TEXT,
    bytes      INTEGER,
    title      TEXT,
    seconds    INTEGER,
    PRIMARY KEY (entry, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE page_text (
    entry      INTEGER PRIMARY KEY REFERENCES entry (id),
    html       TEXT    NOT NULL,
    base       TEXT,
    fetched_at INTEGER NOT NULL
) STRICT;

-- page: the person wants the text of the page, not that of the feed. block and clusters: the place, nothing at the top.
CREATE TABLE reading (
    entry    INTEGER PRIMARY KEY REFERENCES entry (id),
    page     INTEGER NOT NULL DEFAULT 0 CHECK (page IN (0, 1)),
    block    INTEGER,
    clusters INTEGER
) STRICT;
