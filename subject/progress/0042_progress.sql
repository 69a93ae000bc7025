-- Progress updates in four boxes, and the evidence behind them (progress.h).

CREATE TABLE progress_update (
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
	year TEXT NOT NULL,
	part TEXT NOT NULL,
	status TEXT,
	percent BIGINT,
	corrects BIGINT,
	deadline TEXT,
	submitted TEXT,
	approved TEXT,
	accepted TEXT
);
CREATE INDEX progress_update_about ON progress_update (about, year);
CREATE INDEX progress_update_institution ON progress_update (institution, state);
CREATE INDEX progress_update_deadline ON progress_update (deadline, id);
-- The desk of the secretariat: what was approved and waits.
CREATE INDEX progress_update_state ON progress_update (state, deadline);
CREATE INDEX progress_update_corrects ON progress_update (corrects);

CREATE TABLE progress_update_values (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	indicator BIGINT,
	breakdown TEXT,
	value BIGINT,
	value_date TEXT
);
CREATE INDEX progress_update_values_record ON progress_update_values (record, position);

CREATE TABLE evidence (
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
	type TEXT NOT NULL,
	file BIGINT,
	address TEXT,
	date_of_fact TEXT,
	issuing_body TEXT,
	is_public BIGINT,
	personal_data BIGINT,
	expiry TEXT,
	check_reason TEXT
);
CREATE INDEX evidence_institution ON evidence (institution, state);
CREATE INDEX evidence_state ON evidence (state, id);

CREATE TABLE evidence_about (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	subject_type TEXT,
	subject BIGINT
);
CREATE INDEX evidence_about_record ON evidence_about (record, position);
CREATE INDEX evidence_about_subject ON evidence_about (subject);

-- What a body owes, for its start page.
CREATE INDEX deadline_institution ON deadline (institution, state, due);
