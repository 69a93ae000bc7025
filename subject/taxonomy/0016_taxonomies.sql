-- Taxonomies at work: what was merged points to the other, the issues of UPR Info and rights are stored, and one
-- taxonomy is mapped to another.

ALTER TABLE theme ADD COLUMN merged_into BIGINT;
ALTER TABLE affected_person ADD COLUMN merged_into BIGINT;
ALTER TABLE sdg ADD COLUMN aliases TEXT;
ALTER TABLE sdg ADD COLUMN retired BIGINT;
ALTER TABLE sdg ADD COLUMN merged_into BIGINT;
ALTER TABLE grade_scheme ADD COLUMN retired BIGINT;
ALTER TABLE grade_scheme ADD COLUMN merged_into BIGINT;
ALTER TABLE grade ADD COLUMN retired BIGINT;
ALTER TABLE grade ADD COLUMN merged_into BIGINT;

CREATE TABLE upr_info_issue (
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
	aliases TEXT,
	retired BIGINT,
	merged_into BIGINT
);

CREATE TABLE human_right (
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
	parent BIGINT,
	provisions TEXT, -- "UDHR 3; ICCPR 6"
	aliases TEXT,
	position BIGINT,
	retired BIGINT,
	merged_into BIGINT
);
CREATE INDEX human_right_position ON human_right (position, id);

CREATE TABLE mapping (
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
	code TEXT NOT NULL UNIQUE, -- "theme:food human_right:food"
	from_term_type TEXT NOT NULL,
	from_term BIGINT NOT NULL,
	to_term_type TEXT NOT NULL,
	to_term BIGINT NOT NULL,
	fit TEXT NOT NULL,
	retired BIGINT
);
CREATE INDEX mapping_from ON mapping (from_term_type, from_term);
CREATE INDEX mapping_to ON mapping (to_term_type, to_term);
