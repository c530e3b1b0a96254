-- Counts that are kept, never recounted: triggers add and subtract in the transaction that changes a row.

ALTER TABLE feed ADD COLUMN entries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN conversations INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN new_comments INTEGER NOT NULL DEFAULT 0;

ALTER TABLE entry ADD COLUMN comments_known INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entry ADD COLUMN comments_unread INTEGER NOT NULL DEFAULT 0;

-- Comments that came since the person last looked: those kept and not seen, and those the feed of the
-- entry has told of beyond what was kept meanwhile.
ALTER TABLE entry ADD COLUMN comments_new INTEGER GENERATED ALWAYS AS (
    CASE WHEN talk_at IS NULL THEN 0
    ELSE comments_unread
        + max(0, ifnull(comments_told - told_seen, 0) - (comments_known - known_seen))
    END
) VIRTUAL;

-- The quarter of an hour sort_at lies in, rounded down also before 1970. Every time zone's midnight is
-- the start of one.
ALTER TABLE entry ADD COLUMN quarter INTEGER GENERATED ALWAYS AS (
    (sort_at - ((sort_at % 900) + 900) % 900) / 900
) VIRTUAL;

CREATE TABLE unread_quarter (
    quarter INTEGER PRIMARY KEY,
    unread  INTEGER NOT NULL
) STRICT;

UPDATE entry SET
    comments_known = counted.known,
    comments_unread = counted.unread
FROM (SELECT entry, count(*) AS known, sum(read = 0) AS unread FROM comment GROUP BY entry) AS counted
WHERE counted.entry = entry.id;

UPDATE feed SET
    entries = counted.entries,
    unread = counted.unread,
    starred = counted.starred,
    conversations = counted.conversations,
    new_comments = counted.new_comments
FROM (
    SELECT feed,
        count(*) AS entries,
        sum(read = 0) AS unread,
        sum(starred) AS starred,
        sum(talk_at IS NOT NULL) AS conversations,
        sum(comments_new) AS new_comments
    FROM entry GROUP BY feed
) AS counted
WHERE counted.feed = feed.id;

INSERT INTO unread_quarter (quarter, unread)
SELECT quarter, count(*) FROM entry WHERE read = 0 GROUP BY quarter;

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
AFTER UPDATE OF read, starred, talk_at, comments_told, comments_known, comments_unread, told_seen, known_seen
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

CREATE TRIGGER entry_quartered AFTER UPDATE OF read, sort_at ON entry
WHEN old.read <> new.read OR old.quarter <> new.quarter
BEGIN
    INSERT INTO unread_quarter (quarter, unread) SELECT new.quarter, 1 WHERE new.read = 0
    ON CONFLICT (quarter) DO UPDATE SET unread = unread + 1;
    UPDATE unread_quarter SET unread = unread - 1 WHERE quarter = old.quarter AND old.read = 0;
    DELETE FROM unread_quarter WHERE quarter = old.quarter AND unread = 0;
END;

CREATE TRIGGER comment_added AFTER INSERT ON comment BEGIN
    UPDATE entry SET
        comments_known = comments_known + 1,
        comments_unread = comments_unread + (new.read = 0),
        talk_at = CASE WHEN talk_at IS NOT NULL
            THEN (SELECT max(at) FROM comment WHERE entry = new.entry) END
    WHERE id = new.entry;
END;

CREATE TRIGGER comment_counted AFTER UPDATE OF read ON comment
WHEN old.read <> new.read
BEGIN
    UPDATE entry SET comments_unread = comments_unread + old.read - new.read WHERE id = new.entry;
END;

-- What a person has read, starred or followed stays, and so the counts need no way down.
CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN
    SELECT raise(ABORT, 'entries are never deleted');
END;

CREATE TRIGGER comment_stays BEFORE DELETE ON comment BEGIN
    SELECT raise(ABORT, 'comments are never deleted');
END;
