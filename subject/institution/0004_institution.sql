-- Institutions and their reorganisations, people, bodies, users.

CREATE TABLE institution (
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
	kind TEXT,
	branch TEXT,
	independence TEXT,
	parent BIGINT,
	region TEXT,
	active_from TEXT,
	active_to TEXT
);
CREATE INDEX institution_parent ON institution (parent);

CREATE TABLE institution_former_names (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	until TEXT
);
CREATE INDEX institution_former_names_record ON institution_former_names (record, position);

CREATE TABLE reorganisation (
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
	kind TEXT NOT NULL,
	date TEXT NOT NULL,
	default_successor BIGINT,
	act TEXT,
	note TEXT
);

CREATE TABLE reorganisation_duties (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	record_type TEXT,
	concerning_type TEXT,
	concerning BIGINT,
	successor BIGINT
);
CREATE INDEX reorganisation_duties_record ON reorganisation_duties (record, position);

CREATE TABLE reorganisation_moved (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	record_type TEXT,
	old_institution BIGINT,
	successor BIGINT,
	records BIGINT
);
CREATE INDEX reorganisation_moved_record ON reorganisation_moved (record, position);

CREATE TABLE person (
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
	office BIGINT,
	contact TEXT
);

CREATE TABLE post (
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
	person BIGINT NOT NULL,
	office BIGINT NOT NULL,
	active_from TEXT,
	active_to TEXT
);
CREATE INDEX post_person ON post (person);
CREATE INDEX post_office ON post (office);

CREATE TABLE focal_point (
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
	office BIGINT NOT NULL,
	person BIGINT NOT NULL,
	alternate BIGINT,
	chief BIGINT,
	themes TEXT,
	active_from TEXT,
	active_to TEXT
);
CREATE INDEX focal_point_office ON focal_point (office);

CREATE TABLE body (
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
	type TEXT,
	parent BIGINT,
	founding_act TEXT
);

CREATE TABLE body_members (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	institution BIGINT,
	person BIGINT,
	role TEXT,
	from_date TEXT,
	to_date TEXT,
	substitute_allowed BIGINT
);
CREATE INDEX body_members_record ON body_members (record, position);
CREATE INDEX body_members_institution ON body_members (institution);

CREATE TABLE account (
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
	login TEXT NOT NULL UNIQUE,
	person BIGINT,
	active BIGINT,
	language TEXT,
	theme TEXT,
	density TEXT
);

CREATE TABLE account_memberships (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	institution BIGINT,
	body BIGINT,
	role TEXT,
	from_date TEXT,
	to_date TEXT
);
CREATE INDEX account_memberships_record ON account_memberships (record, position);
CREATE INDEX account_memberships_institution ON account_memberships (institution);

CREATE TABLE account_substitutions (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	substitute BIGINT,
	membership BIGINT,
	from_date TEXT,
	to_date TEXT,
	reason TEXT
);
CREATE INDEX account_substitutions_record ON account_substitutions (record, position);
CREATE INDEX account_substitutions_substitute ON account_substitutions (substitute);
