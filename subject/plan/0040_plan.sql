-- Plans, their parts, measures, clusters of recommendations.

CREATE TABLE plan (
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
	period_from TEXT NOT NULL,
	period_to TEXT NOT NULL,
	act TEXT,
	act_date TEXT,
	coordinator BIGINT,
	body BIGINT,
	predecessor BIGINT,
	revises BIGINT,
	version_number BIGINT NOT NULL,
	mid_term_review TEXT,
	document BIGINT,
	file BIGINT
);
CREATE INDEX plan_period ON plan (period_from, id);
CREATE INDEX plan_revises ON plan (revises);
CREATE INDEX plan_predecessor ON plan (predecessor);

CREATE TABLE plan_part (
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
	plan BIGINT NOT NULL,
	parent BIGINT,
	kind TEXT NOT NULL,
	number TEXT,
	position BIGINT,
	revises BIGINT,
	order_key TEXT NOT NULL
);
CREATE INDEX plan_part_order ON plan_part (plan, order_key);

CREATE TABLE measure (
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
	number TEXT,
	lead BIGINT NOT NULL,
	timing TEXT NOT NULL,
	timing_kind TEXT,
	from_date TEXT,
	due TEXT,
	budget_source TEXT,
	budget BIGINT,
	budget_currency TEXT,
	carried_from BIGINT,
	followed_from TEXT,
	reported_until TEXT,
	started_on TEXT,
	completed_on TEXT,
	percent BIGINT,
	amendments BIGINT,
	order_key TEXT NOT NULL
);
CREATE INDEX measure_order ON measure (order_key, id);
CREATE INDEX measure_lead ON measure (lead);
CREATE INDEX measure_institution ON measure (institution);
CREATE INDEX measure_due ON measure (due, id);
CREATE INDEX measure_carried_from ON measure (carried_from);

CREATE TABLE measure_places (
	id BIGINT NOT NULL PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	plan BIGINT NOT NULL,
	part BIGINT,
	number TEXT,
	order_key TEXT
);
CREATE INDEX measure_places_record ON measure_places (record, position);
CREATE INDEX measure_places_plan ON measure_places (plan, order_key);

CREATE TABLE measure_partners (
	id BIGINT NOT NULL PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	institution BIGINT,
	name TEXT
);
CREATE INDEX measure_partners_record ON measure_partners (record, position);

CREATE TABLE measure_reported (
	id BIGINT NOT NULL PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	half_year TEXT NOT NULL,
	day TEXT NOT NULL
);
CREATE INDEX measure_reported_record ON measure_reported (record, position);

CREATE TABLE cluster (
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
	lead BIGINT,
	earliest TEXT
);
CREATE INDEX cluster_earliest ON cluster (earliest, id);
CREATE INDEX cluster_lead ON cluster (lead);
