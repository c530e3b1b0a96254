-- What a person does to entries, feeds and folders can be taken back; deleted ones are no longer shown, and stay
-- known, so that what comes again stays deleted.

-- 1: by the person. 2: with its feed.
ALTER TABLE entry ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1, 2));
ALTER TABLE feed ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));
ALTER TABLE folder ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));
-- What the person set for it, a line each: key, tab, value.
ALTER TABLE feed ADD COLUMN own_rules TEXT NOT NULL DEFAULT '';
ALTER TABLE folder ADD COLUMN own_rules TEXT NOT NULL DEFAULT '';

DROP INDEX entry_of_feed;
DROP INDEX entry_newest;
DROP INDEX entry_unread;
DROP INDEX entry_starred;
DROP INDEX entry_talk;
DROP INDEX entry_quiet;
CREATE INDEX entry_of_feed ON entry (feed, sort_at) WHERE deleted = 0;
CREATE INDEX entry_newest ON entry (sort_at) WHERE deleted = 0;
CREATE INDEX entry_unread ON entry (sort_at) WHERE read = 0 AND deleted = 0;
CREATE INDEX entry_starred ON entry (sort_at) WHERE starred = 1 AND deleted = 0;
CREATE INDEX entry_talk ON entry (talk_at) WHERE talk_at IS NOT NULL AND quiet = 0 AND deleted = 0;
CREATE INDEX entry_quiet ON entry (talk_at) WHERE talk_at IS NOT NULL AND quiet = 1 AND deleted = 0;
CREATE INDEX entry_unread_of_feed ON entry (feed, sort_at) WHERE read = 0 AND deleted = 0;
CREATE INDEX entry_deleted ON entry (feed, sort_at) WHERE deleted = 1;
CREATE INDEX entry_starred_of_feed ON entry (feed, sort_at) WHERE starred = 1 AND deleted = 0;

CREATE INDEX feed_with_rules ON feed (id) WHERE own_rules <> '';
CREATE INDEX folder_with_rules ON folder (id) WHERE own_rules <> '';

-- A feed that is deleted leaves its address to another.
DROP INDEX feed_by_url;
CREATE UNIQUE INDEX feed_by_url ON feed (url) WHERE of_entry IS NULL AND whole_site = 0 AND deleted = 0;

-- A folder that is deleted leaves its name to another.
DROP INDEX folder_by_title;
CREATE UNIQUE INDEX folder_by_title ON folder (ifnull(parent, 0), title) WHERE deleted = 0;

DROP TRIGGER entry_added;
DROP TRIGGER entry_counted;
DROP TRIGGER entry_quartered;
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
AFTER UPDATE OF read, starred, deleted, talk_at, following, comments_told, comments_known, comments_unread, told_seen,
    known_seen
ON entry
WHEN old.read <> new.read
    OR old.starred <> new.starred
    OR (old.deleted = 0) <> (new.deleted = 0)
    OR (old.talk_at IS NULL) <> (new.talk_at IS NULL)
    OR old.comments_new <> new.comments_new
BEGIN
    UPDATE feed SET
        entries = entries + (new.deleted = 0) - (old.deleted = 0),
        unread = unread + (new.read = 0 AND new.deleted = 0) - (old.read = 0 AND old.deleted = 0),
        starred = starred + new.starred * (new.deleted = 0) - old.starred * (old.deleted = 0),
        conversations = conversations + (new.talk_at IS NOT NULL AND new.deleted = 0)
            - (old.talk_at IS NOT NULL AND old.deleted = 0),
        new_comments = new_comments + new.comments_new * (new.deleted = 0) - old.comments_new * (old.deleted = 0)
    WHERE id = new.feed;
END;

CREATE TRIGGER entry_quartered AFTER UPDATE OF read, sort_at, deleted ON entry
WHEN old.read <> new.read OR old.quarter <> new.quarter OR (old.deleted = 0) <> (new.deleted = 0)
BEGIN
    INSERT INTO unread_quarter (quarter, unread) SELECT new.quarter, 1 WHERE new.read = 0 AND new.deleted = 0
    ON CONFLICT (quarter) DO UPDATE SET unread = unread + 1;
    UPDATE unread_quarter SET unread = unread - 1
    WHERE quarter = old.quarter AND old.read = 0 AND old.deleted = 0;
    DELETE FROM unread_quarter WHERE quarter = old.quarter AND unread = 0;
END;

-- Tags of the person's own, on entries and on feeds.
CREATE TABLE own_tag (
    id   INTEGER PRIMARY KEY,
    name TEXT    NOT NULL UNIQUE
) STRICT;
CREATE TABLE tagged (
    tag   INTEGER NOT NULL REFERENCES own_tag (id),
    entry INTEGER NOT NULL REFERENCES entry (id),
    PRIMARY KEY (tag, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX tagged_entry ON tagged (entry);
CREATE TABLE tagged_feed (
    tag  INTEGER NOT NULL REFERENCES own_tag (id),
    feed INTEGER NOT NULL REFERENCES feed (id),
    PRIMARY KEY (tag, feed)
) STRICT, WITHOUT ROWID;

-- What was done, so that it can be undone and done again: undone acts are the newest ones.
CREATE TABLE act (
    id     INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    says   TEXT    NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
-- A step of an act: of the table "what" in the rows (a JSON list of ids), the column had one value and has another.
CREATE TABLE step (
    act      INTEGER NOT NULL REFERENCES act (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    what     TEXT    NOT NULL,
    field    TEXT    NOT NULL,
    was      ANY,
    now      ANY,
    rows     TEXT    NOT NULL,
    PRIMARY KEY (act, position)
) STRICT;

-- How the reader was left: how lists are shown, the layout, what was typed. Nothing depends on it.
CREATE TABLE kept (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
