-- Provisions, acts of States, obligations; other names of instruments.

ALTER TABLE instrument ADD COLUMN aliases TEXT;

CREATE TABLE provision (
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
	instrument BIGINT NOT NULL,
	number TEXT NOT NULL,
	parent BIGINT,
	code TEXT NOT NULL UNIQUE,
	order_key TEXT NOT NULL
);
CREATE INDEX provision_order ON provision (order_key, id);
CREATE INDEX provision_instrument ON provision (instrument, order_key);

CREATE TABLE instrument_status (
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
	instrument BIGINT NOT NULL,
	country BIGINT NOT NULL,
	action TEXT NOT NULL,
	date TEXT,
	national_act TEXT,
	national_act_date TEXT,
	in_force_stated TEXT,
	in_force TEXT,
	effect TEXT,
	basis TEXT,
	withdraws BIGINT,
	import_key TEXT
);
CREATE INDEX instrument_status_of ON instrument_status (instrument, country);
CREATE INDEX instrument_status_country ON instrument_status (country);
CREATE INDEX instrument_status_date ON instrument_status (date, id);
CREATE INDEX instrument_status_key ON instrument_status (import_key);

CREATE TABLE obligation (
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
	provision BIGINT NOT NULL,
	duty TEXT NOT NULL,
	lead BIGINT,
	code TEXT NOT NULL UNIQUE,
	order_key TEXT NOT NULL
);
CREATE INDEX obligation_order ON obligation (order_key, id);
CREATE INDEX obligation_provision ON obligation (provision);
