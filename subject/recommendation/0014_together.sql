-- Steps that were taken with many recommendations at once, so that they can be taken back at once; `version` is what the
-- step made of the record. What was changed stands in the log.

CREATE TABLE together (
	id BIGINT PRIMARY KEY,
	step TEXT NOT NULL,
	at BIGINT NOT NULL,
	who BIGINT NOT NULL,
	back_at BIGINT,
	back_by BIGINT
);
CREATE INDEX together_at ON together (at);

CREATE TABLE together_record (
	together BIGINT NOT NULL,
	record BIGINT NOT NULL,
	version BIGINT NOT NULL,
	PRIMARY KEY (together, record)
);
CREATE INDEX together_record_record ON together_record (record, together);
