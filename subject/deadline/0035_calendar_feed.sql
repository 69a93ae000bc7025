-- Secret addresses under which a calendar program reads what is due (feed.h); of each only a digest is kept.

CREATE TABLE calendar_feed (
	id BIGINT NOT NULL PRIMARY KEY,
	account BIGINT NOT NULL,
	membership BIGINT NOT NULL,
	body BIGINT, -- NULL: all that the user may read
	digest TEXT NOT NULL UNIQUE,
	made_at BIGINT NOT NULL
);
CREATE INDEX calendar_feed_account ON calendar_feed (account, made_at);
