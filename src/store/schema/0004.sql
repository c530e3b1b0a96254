-- What a person may want to know of polling, what whole hosts asked for, and who asks them just now.

-- The last time an answer could be used, the last time the whole of it came, and the last status.
ALTER TABLE poll ADD COLUMN ok_at INTEGER;
ALTER TABLE poll ADD COLUMN full_at INTEGER;
ALTER TABLE poll ADD COLUMN status INTEGER;
ALTER TABLE poll ADD COLUMN failing_since INTEGER;

-- The print of the login that was answered 401, nought for none; a page for browsers in the way; whole
-- bodies in a row that were known although their entity tag was sent.
ALTER TABLE poll ADD COLUMN locked INTEGER;
ALTER TABLE poll ADD COLUMN challenged INTEGER NOT NULL DEFAULT 0 CHECK (challenged IN (0, 1));
ALTER TABLE poll ADD COLUMN tags_ignored INTEGER NOT NULL DEFAULT 0;

-- The address the validators came from, where redirects lead there.
ALTER TABLE poll ADD COLUMN validators_from TEXT;

-- Where the person does not want it to move again.
ALTER TABLE poll ADD COLUMN stays_from TEXT;

-- An answer that was used left no failure behind: what is known from before becomes what is asked for now.
UPDATE poll SET ok_at = checked_at, full_at = changed_at WHERE failures = 0 AND checked_at IS NOT NULL;

-- The last answer as it came, and what all of them cost.
CREATE TABLE look (
    feed       INTEGER PRIMARY KEY REFERENCES feed (id),
    headers    TEXT    NOT NULL DEFAULT '',
    hops       TEXT    NOT NULL DEFAULT '',
    requests   INTEGER NOT NULL DEFAULT 0,
    unchanged  INTEGER NOT NULL DEFAULT 0,
    received   INTEGER NOT NULL DEFAULT 0,
    saved      INTEGER NOT NULL DEFAULT 0,
    body_bytes INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A host that asked for rest or is being asked. Several processes may poll; one at a time asks a host.
CREATE TABLE host (
    name       TEXT    PRIMARY KEY,
    refusals   INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER,
    asked_at   INTEGER,
    holder     INTEGER,
    held_until INTEGER
) STRICT, WITHOUT ROWID;

-- Who one is to the server of a feed, moved out of its address.
CREATE TABLE login (
    feed     INTEGER PRIMARY KEY REFERENCES feed (id),
    name     TEXT    NOT NULL,
    password TEXT    NOT NULL
) STRICT;

-- The addresses a feed has left, the last one first.
CREATE INDEX former_url_of_feed ON former_url (feed, left_at DESC);

-- Where two feeds became one, an entry that was there twice is there once: the one exception to staying.
CREATE TABLE united (
    entry INTEGER PRIMARY KEY
) STRICT;
DROP TRIGGER entry_stays;
CREATE TRIGGER entry_stays BEFORE DELETE ON entry
WHEN NOT EXISTS (SELECT 1 FROM united WHERE entry = old.id)
BEGIN
    SELECT raise(ABORT, 'entries are never deleted');
END;
