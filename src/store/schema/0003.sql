-- What asking politely needs to know of each feed beyond its validators.

-- Where the server says the feed has moved for good, while that is not proven: all four or none.
ALTER TABLE poll ADD COLUMN moving_to TEXT;
ALTER TABLE poll ADD COLUMN moving_since INTEGER;
ALTER TABLE poll ADD COLUMN moving_last INTEGER;
ALTER TABLE poll ADD COLUMN moving_seen INTEGER;

ALTER TABLE former_url ADD COLUMN left_at INTEGER;
