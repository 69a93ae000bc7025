-- Rules of deadlines with what is proposed instead, and holidays.

CREATE TABLE deadline_rule (
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
	rule TEXT NOT NULL,
	applies_to TEXT,
	part TEXT,
	also TEXT,
	amount BIGINT,
	unit TEXT,
	event TEXT,
	rounding TEXT,
	fixed_day TEXT,
	rolls BIGINT,
	side TEXT,
	verify BIGINT,
	voluntary BIGINT,
	proposed_amount BIGINT,
	proposed_unit TEXT,
	proposed_event TEXT,
	proposed_rounding TEXT,
	proposed_day TEXT,
	proposed_rolls BIGINT
);

CREATE TABLE holiday (
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
	every_year TEXT,
	days BIGINT,
	valid_from TEXT,
	valid_to TEXT
);

CREATE TABLE holiday_dates (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	date TEXT,
	act TEXT
);
CREATE INDEX holiday_dates_record ON holiday_dates (record, position);
