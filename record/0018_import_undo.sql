-- An import that was taken back says when, by whom, why, and which records were kept (import.h).

ALTER TABLE import ADD COLUMN undone_at BIGINT;
ALTER TABLE import ADD COLUMN undone_by BIGINT;
ALTER TABLE import ADD COLUMN undone_why TEXT;
ALTER TABLE import ADD COLUMN rows_undone BIGINT;
ALTER TABLE import ADD COLUMN rows_kept BIGINT;

CREATE TABLE import_kept (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	subject_type TEXT,
	subject BIGINT,
	reason TEXT
);
CREATE INDEX import_kept_record ON import_kept (record, position);
