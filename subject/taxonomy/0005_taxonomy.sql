-- Themes, groups of affected persons, Sustainable Development Goals, countries.

CREATE TABLE theme (
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
	family TEXT NOT NULL,
	aliases TEXT,
	position BIGINT,
	retired BIGINT
);
CREATE INDEX theme_position ON theme (position, id);

CREATE TABLE affected_person (
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
	aliases TEXT,
	position BIGINT,
	retired BIGINT
);
CREATE INDEX affected_person_position ON affected_person (position, id);

CREATE TABLE sdg (
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
	kind TEXT NOT NULL,
	order_key TEXT NOT NULL
);
CREATE INDEX sdg_order ON sdg (order_key, id);

CREATE TABLE country (
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
	iso3 TEXT NOT NULL UNIQUE,
	iso2 TEXT NOT NULL UNIQUE,
	aliases TEXT
);
