-- Letters of special procedures and individual communications, with their Views (communication.h).

CREATE TABLE communication (
	id BIGINT NOT NULL PRIMARY KEY,
	version BIGINT NOT NULL,
	state TEXT NOT NULL,
	classification TEXT NOT NULL,
	institution BIGINT,
	created_at BIGINT NOT NULL,
	created_by BIGINT NOT NULL,
	updated_at BIGINT NOT NULL,
	updated_by BIGINT NOT NULL,
	parts BIGINT NOT NULL,
	kind TEXT NOT NULL,
	reference TEXT,
	mechanism BIGINT,
	letter_date TEXT NOT NULL,
	received TEXT,
	stage TEXT,
	stated_due TEXT,
	extended_to TEXT,
	reply_due TEXT,
	letter BIGINT,
	lead BIGINT,
	reply_sent TEXT,
	reply_reference TEXT,
	reply BIGINT,
	views_symbol TEXT,
	views_adopted TEXT,
	views_transmitted TEXT,
	views_stated_due TEXT,
	views_due TEXT,
	views_reply_sent TEXT,
	views_grade BIGINT,
	views_graded TEXT
);
CREATE INDEX communication_letter_date ON communication (letter_date, id);
CREATE INDEX communication_reply_due ON communication (reply_due);
CREATE INDEX communication_reference ON communication (reference);
CREATE INDEX communication_lead ON communication (lead);

CREATE TABLE communication_mandates (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	holder TEXT
);
CREATE INDEX communication_mandates_record ON communication_mandates (record, position);

CREATE TABLE communication_persons (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	pseudonym TEXT,
	name TEXT,
	note TEXT
);
CREATE INDEX communication_persons_record ON communication_persons (record, position);

CREATE TABLE communication_drafts (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	file BIGINT,
	note TEXT,
	author BIGINT
);
CREATE INDEX communication_drafts_record ON communication_drafts (record, position);

CREATE TABLE communication_violations (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	instrument BIGINT,
	article TEXT,
	finding TEXT
);
CREATE INDEX communication_violations_record ON communication_violations (record, position);

CREATE TABLE communication_remedies (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	asked TEXT,
	state TEXT,
	done TEXT
);
CREATE INDEX communication_remedies_record ON communication_remedies (record, position);
