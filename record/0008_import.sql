-- Files that were brought in (import.h), and which records each of them made or changed.

CREATE TABLE import (
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL,
	state TEXT,
	classification TEXT NOT NULL,
	institution BIGINT,
	created_at BIGINT NOT NULL,
	created_by BIGINT NOT NULL,
	updated_at BIGINT NOT NULL,
	updated_by BIGINT NOT NULL,
	parts BIGINT NOT NULL,
	format TEXT NOT NULL,
	name TEXT NOT NULL,
	hash TEXT NOT NULL, -- of the file's bytes, as attachments have it
	file BIGINT,
	rows_read BIGINT,
	rows_new BIGINT,
	rows_updated BIGINT,
	rows_unchanged BIGINT,
	rows_wrong BIGINT
);

CREATE TABLE import_problems (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	file_row BIGINT,
	field TEXT,
	message TEXT
);
CREATE INDEX import_problems_record ON import_problems (record, position);

-- import_key: the record's import key as the file gave it, by which the same file finds it again after its words or its
-- place were corrected; NULL: records of the type are told apart by a code that never changes.
CREATE TABLE imported (
	import BIGINT NOT NULL,
	type TEXT NOT NULL,
	record BIGINT NOT NULL,
	import_key TEXT,
	PRIMARY KEY (import, record)
);
CREATE INDEX imported_key ON imported (import_key);
CREATE INDEX imported_record ON imported (record);
