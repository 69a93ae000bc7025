-- The register of letters out and in.

CREATE TABLE letter (
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
	direction TEXT NOT NULL,
	number TEXT NOT NULL,
	date TEXT NOT NULL,
	correspondent BIGINT NOT NULL,
	language TEXT,
	answer_due TEXT,
	answered_on TEXT,
	reply_to BIGINT,
	file BIGINT,
	serial BIGINT,
	register_key TEXT NOT NULL UNIQUE
);
CREATE INDEX letter_state ON letter (state, answer_due);
CREATE INDEX letter_date ON letter (date, id);
CREATE INDEX letter_correspondent ON letter (correspondent);
CREATE INDEX letter_reply_to ON letter (reply_to);
