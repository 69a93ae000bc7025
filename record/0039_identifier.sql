-- Numbers of the same thing in other registries: owned rows of every type.

CREATE TABLE record_identifiers (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	registry TEXT,
	number TEXT,
	date TEXT
);
CREATE INDEX record_identifiers_record ON record_identifiers (record, position);
