-- Mechanisms, instruments, scales of grades, reviews, documents.

CREATE TABLE mechanism (
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
	code TEXT NOT NULL UNIQUE,
	kind TEXT NOT NULL,
	symbol_prefix TEXT,
	secretariat TEXT
);

CREATE TABLE instrument (
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
	code TEXT NOT NULL UNIQUE,
	kind TEXT NOT NULL,
	committee BIGINT,
	adopted TEXT,
	general_entry_into_force TEXT,
	symbol_prefix TEXT
);

CREATE TABLE grade_scheme (
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
	code TEXT NOT NULL UNIQUE,
	committee BIGINT
);

CREATE TABLE grade (
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
	code TEXT NOT NULL UNIQUE,
	scheme BIGINT NOT NULL,
	grade TEXT NOT NULL,
	position BIGINT,
	valid_from TEXT,
	valid_to TEXT
);
CREATE INDEX grade_in_scheme ON grade (scheme, position);

CREATE TABLE review_cycle (
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
	code TEXT NOT NULL UNIQUE,
	mechanism BIGINT NOT NULL,
	instrument BIGINT,
	session TEXT,
	review_date TEXT,
	next_expectation TEXT,
	order_key TEXT NOT NULL
);
CREATE INDEX review_cycle_order ON review_cycle (order_key, id);
CREATE INDEX review_cycle_mechanism ON review_cycle (mechanism);

CREATE TABLE document (
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
	symbol TEXT UNIQUE,
	kind TEXT NOT NULL,
	mechanism BIGINT,
	cycle BIGINT,
	issued_by TEXT,
	adopted TEXT,
	distributed TEXT,
	original_language TEXT,
	stated_due TEXT,
	order_key TEXT NOT NULL
);
CREATE INDEX document_order ON document (order_key, id);
CREATE INDEX document_mechanism ON document (mechanism);
CREATE INDEX document_cycle ON document (cycle);

CREATE TABLE document_versions (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	language TEXT,
	file BIGINT,
	note TEXT
);
CREATE INDEX document_versions_record ON document_versions (record, position);
