-- What asking politely needs to know of each feed beyond its validators.

-- Where the server says the feed has moved for good, while that is not proven: all four or none.
ALTER TABLE poll ADD COLUMN moving_to TEXT;
ALTER TABLE poll ADD COLUMN moving_since INTEGER;
ALTER TABLE poll ADD COLUMN moving_last INTEGER;
ALTER TABLE poll ADD COLUMN moving_seen INTEGER;

-- When the feed itself asks to be left alone, beside ttl_minutes: its period, and bits for hours and days.
ALTER TABLE poll ADD COLUMN period_minutes INTEGER;
ALTER TABLE poll ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE poll ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;

-- How long it usually takes until the next entry comes, seconds.
ALTER TABLE poll ADD COLUMN gap INTEGER;

ALTER TABLE former_url ADD COLUMN left_at INTEGER;
