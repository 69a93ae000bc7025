-- Indicators, what they are broken down by, and their values.

CREATE TABLE disaggregation (
	id BIGINT NOT NULL PRIMARY KEY,
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
	dimension TEXT NOT NULL,
	aliases TEXT,
	position BIGINT,
	retired BIGINT
);
CREATE INDEX disaggregation_position ON disaggregation (position, id);

CREATE TABLE indicator (
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
	code TEXT NOT NULL UNIQUE,
	kind TEXT NOT NULL,
	human_right BIGINT,
	unit_kind TEXT NOT NULL,
	decimals BIGINT,
	lowest BIGINT, -- these and the values in ten-thousandths
	highest BIGINT,
	source_body BIGINT NOT NULL,
	periodicity TEXT NOT NULL,
	baseline BIGINT,
	baseline_year TEXT,
	sdg_indicator TEXT,
	statistician TEXT
);
CREATE INDEX indicator_institution ON indicator (institution);
CREATE INDEX indicator_human_right ON indicator (human_right);

CREATE TABLE indicator_disaggregations (
	id BIGINT NOT NULL PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	dimension TEXT
);
CREATE INDEX indicator_disaggregations_record ON indicator_disaggregations (record, position);

CREATE TABLE indicator_targets (
	id BIGINT NOT NULL PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	year TEXT,
	value BIGINT,
	note TEXT
);
CREATE INDEX indicator_targets_record ON indicator_targets (record, position);

CREATE TABLE indicator_value (
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
	indicator BIGINT NOT NULL,
	period TEXT NOT NULL,
	half TEXT,
	value BIGINT,
	value_date TEXT,
	origin TEXT,
	file BIGINT,
	note TEXT,
	about_type TEXT,
	about BIGINT,
	reported_with_type TEXT,
	reported_with BIGINT,
	entered_by BIGINT,
	superseded_by BIGINT,
	period_key TEXT NOT NULL,    -- "2024", "2024-H1", "2024-Q3", "2024-05"
	breakdown_key TEXT NOT NULL, -- "female;ASHGABAT", "-" for the total
	import_key TEXT NOT NULL
);
CREATE INDEX indicator_value_place ON indicator_value (indicator, period_key, breakdown_key);
CREATE INDEX indicator_value_period ON indicator_value (period, id);
CREATE INDEX indicator_value_import_key ON indicator_value (import_key);
CREATE INDEX indicator_value_institution ON indicator_value (institution);
CREATE INDEX indicator_value_about ON indicator_value (about);
