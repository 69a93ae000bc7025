-- Who was reminded of what, and what of it goes out by mail (subject/reminder/).

-- One reminder: of a step of the schedule that belongs to this date. A moved date is another
-- schedule. "mail": the row of the outbox; 0: by none; NULL: not decided yet.
CREATE TABLE reminder (
	id BIGINT NOT NULL PRIMARY KEY,
	deadline BIGINT NOT NULL,
	due TEXT NOT NULL,
	step TEXT NOT NULL,
	account BIGINT NOT NULL,
	membership BIGINT NOT NULL,
	day TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	mail BIGINT,
	UNIQUE (deadline, due, step, account)
);
CREATE INDEX reminder_account ON reminder (account, membership);
CREATE INDEX reminder_mail ON reminder (mail, account);

-- The days whose reminders are made.
CREATE TABLE reminder_day (
	day TEXT NOT NULL PRIMARY KEY,
	made_at BIGINT NOT NULL
);

-- One mail a day to each. It holds no text: that is made when it leaves, of what is so then.
CREATE TABLE outbox (
	id BIGINT NOT NULL PRIMARY KEY,
	account BIGINT NOT NULL,
	day TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'given_up', 'withdrawn')),
	tries BIGINT NOT NULL,
	made_at BIGINT NOT NULL,
	next_at BIGINT NOT NULL,     -- of a waiting one: not before
	lease_until BIGINT NOT NULL, -- of one that is being sent: after that, by anybody
	ended_at BIGINT,
	answer TEXT,                 -- what the server said last
	UNIQUE (account, day)
);
CREATE INDEX outbox_state ON outbox (state, next_at);

-- Addresses that were refused. One that is suspended gets nothing until a person lifts it.
CREATE TABLE mail_trouble (
	account BIGINT NOT NULL PRIMARY KEY,
	refusals BIGINT NOT NULL,
	answer TEXT,
	at BIGINT NOT NULL,
	suspended_at BIGINT,
	suspended_by BIGINT          -- 0: by the program
);

ALTER TABLE account ADD COLUMN mail TEXT;
ALTER TABLE account ADD COLUMN no_mail BIGINT;
