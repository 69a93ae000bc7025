-- What bodies and the secretariat say to each other about a record.

CREATE TABLE remark (
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
	about_type TEXT NOT NULL,
	about BIGINT NOT NULL,
	words TEXT,
	from_secretariat BIGINT,
	awaits_secretariat BIGINT,
	answer_to BIGINT,
	replaces BIGINT
);
CREATE INDEX remark_about ON remark (about, about_type, id);
CREATE INDEX remark_awaits ON remark (awaits_secretariat, state);
CREATE INDEX remark_institution ON remark (institution);

CREATE TABLE remark_notes (
	id BIGINT NOT NULL PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	institution BIGINT,
	account BIGINT,
	at BIGINT
);
CREATE INDEX remark_notes_record ON remark_notes (record, position);
