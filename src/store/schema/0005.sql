-- Conversations that are followed, how their comments are found, and where each came from.

-- 0 not followed, 1 followed, 2 pinned, 3 muted; over: followed until nobody said anything any more.
ALTER TABLE entry ADD COLUMN following INTEGER NOT NULL DEFAULT 0 CHECK (following BETWEEN 0 AND 3);
ALTER TABLE entry ADD COLUMN talk_over INTEGER NOT NULL DEFAULT 0 CHECK (talk_over IN (0, 1));

-- What was opened was asked by itself so far.
UPDATE entry SET following = 1
WHERE talk_at IS NOT NULL AND id IN (SELECT of_entry FROM feed WHERE of_entry IS NOT NULL);

-- Of a muted conversation nothing is new.
DROP TRIGGER entry_added;
DROP TRIGGER entry_counted;
ALTER TABLE entry DROP COLUMN comments_new;
ALTER TABLE entry ADD COLUMN comments_new INTEGER GENERATED ALWAYS AS (
    CASE WHEN talk_at IS NULL OR following = 3 THEN 0
    ELSE comments_unread
        + max(0, ifnull(comments_told - told_seen, 0) - (comments_known - known_seen))
    END
) VIRTUAL;
ALTER TABLE entry ADD COLUMN quiet INTEGER GENERATED ALWAYS AS (following = 3 OR talk_over = 1) VIRTUAL;

CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN
    UPDATE feed SET
        entries = entries + 1,
        unread = unread + (new.read = 0),
        starred = starred + new.starred,
        conversations = conversations + (new.talk_at IS NOT NULL),
        new_comments = new_comments + new.comments_new
    WHERE id = new.feed;
    INSERT INTO unread_quarter (quarter, unread) SELECT new.quarter, 1 WHERE new.read = 0
    ON CONFLICT (quarter) DO UPDATE SET unread = unread + 1;
END;

CREATE TRIGGER entry_counted
AFTER UPDATE OF read, starred, talk_at, following, comments_told, comments_known, comments_unread, told_seen,
    known_seen
ON entry
WHEN old.read <> new.read
    OR old.starred <> new.starred
    OR (old.talk_at IS NULL) <> (new.talk_at IS NULL)
    OR old.comments_new <> new.comments_new
BEGIN
    UPDATE feed SET
        unread = unread + old.read - new.read,
        starred = starred + new.starred - old.starred,
        conversations = conversations + (new.talk_at IS NOT NULL) - (old.talk_at IS NOT NULL),
        new_comments = new_comments + new.comments_new - old.comments_new
    WHERE id = new.feed;
END;

DROP INDEX entry_talk;
CREATE INDEX entry_talk ON entry (talk_at) WHERE talk_at IS NOT NULL AND quiet = 0;
CREATE INDEX entry_quiet ON entry (talk_at) WHERE talk_at IS NOT NULL AND quiet = 1;
CREATE INDEX entry_followed ON entry (following) WHERE following IN (1, 2);

-- What came of looking for the comments of an entry: why there are none, or the host that the person is to
-- agree to.
CREATE TABLE search (
    entry       INTEGER PRIMARY KEY REFERENCES entry (id),
    at          INTEGER NOT NULL,
    holds_until INTEGER NOT NULL,
    why         TEXT,
    host        TEXT
) STRICT;

-- The nodes of a conversation that the person folded.
CREATE TABLE fold (
    entry INTEGER NOT NULL REFERENCES entry (id),
    key   TEXT    NOT NULL,
    PRIMARY KEY (entry, key)
) STRICT, WITHOUT ROWID;

-- Where a comment came from (0: its entry's comment feed), in what its text was written, and whether a
-- source that has all of them has it no more.
ALTER TABLE comment ADD COLUMN provenance INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comment ADD COLUMN written TEXT;
ALTER TABLE comment ADD COLUMN gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1));

-- What an entry says it answers (RFC 4685 §3), as the entries of a mailing list do.
CREATE TABLE answer (
    entry    INTEGER NOT NULL REFERENCES entry (id),
    position INTEGER NOT NULL,
    id       TEXT,
    href     TEXT,
    PRIMARY KEY (entry, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_to_id ON answer (id) WHERE id IS NOT NULL;
CREATE INDEX answer_to_href ON answer (href) WHERE href IS NOT NULL;

-- The program that wrote a feed; a subscription whose items are comments on posts; a feed of the comments
-- of a whole site, which vouches for those of single entries.
ALTER TABLE feed ADD COLUMN generator TEXT;
ALTER TABLE feed ADD COLUMN gathers INTEGER NOT NULL DEFAULT 0 CHECK (gathers IN (0, 1));
ALTER TABLE feed ADD COLUMN whole_site INTEGER NOT NULL DEFAULT 0 CHECK (whole_site IN (0, 1));
ALTER TABLE feed ADD COLUMN vouched_by INTEGER REFERENCES feed (id);
ALTER TABLE poll ADD COLUMN vouched_at INTEGER;
ALTER TABLE poll ADD COLUMN told_more INTEGER NOT NULL DEFAULT 0 CHECK (told_more IN (0, 1));

DROP INDEX feed_by_url;
DROP INDEX feed_in_order;
DROP INDEX feed_in_folder;
CREATE UNIQUE INDEX feed_by_url ON feed (url) WHERE of_entry IS NULL AND whole_site = 0;
CREATE INDEX feed_in_order ON feed (position) WHERE of_entry IS NULL AND whole_site = 0;
CREATE INDEX feed_in_folder ON feed (folder, position) WHERE of_entry IS NULL AND whole_site = 0;
CREATE UNIQUE INDEX feed_of_site ON feed (url) WHERE whole_site = 1;
CREATE INDEX feed_vouched ON feed (vouched_by) WHERE vouched_by IS NOT NULL;

-- The posts that a subscription of comments brought something for, by the newest of it.
CREATE TABLE gathered (
    feed  INTEGER NOT NULL REFERENCES feed (id),
    entry INTEGER NOT NULL REFERENCES entry (id),
    at    INTEGER NOT NULL,
    PRIMARY KEY (feed, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX gathered_in_order ON gathered (feed, at, entry);
CREATE INDEX gathered_of_entry ON gathered (entry);
