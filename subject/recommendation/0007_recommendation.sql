CREATE TABLE recommendation (
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL,
	state TEXT NOT NULL,
	classification TEXT NOT NULL,
	institution BIGINT,
	created_at BIGINT NOT NULL,
	created_by BIGINT NOT NULL,
	updated_at BIGINT NOT NULL,
	updated_by BIGINT NOT NULL,
	parts BIGINT NOT NULL,
	mechanism BIGINT,
	cycle BIGINT,
	document BIGINT,
	locator TEXT,
	kind TEXT NOT NULL,
	articles TEXT,
	regions TEXT,
	asks_for TEXT,
	follow_up BIGINT,
	follow_up_due TEXT,
	position TEXT,
	position_document BIGINT,
	position_locator TEXT,
	position_source TEXT,
	lead BIGINT,
	deadline TEXT,
	priority TEXT,
	assigned_on TEXT,
	answer_due TEXT,
	proposed_answer TEXT,
	proposed_not_pursued BIGINT,
	merged_into BIGINT,
	split_from BIGINT,
	superseded_by BIGINT,
	status TEXT,
	order_key TEXT NOT NULL,
	import_key TEXT NOT NULL
);
-- Lists walk along one of these: of one lead body or none, of a single state, or of several, which the entry tells without
-- its row.
CREATE INDEX recommendation_order ON recommendation (order_key, id, state);
CREATE INDEX recommendation_state ON recommendation (state, order_key, id);
CREATE INDEX recommendation_institution ON recommendation (institution);
CREATE INDEX recommendation_document ON recommendation (document, locator);
CREATE INDEX recommendation_import ON recommendation (import_key);
CREATE INDEX recommendation_lead ON recommendation (lead, order_key, id);
CREATE INDEX recommendation_deadline ON recommendation (deadline);
CREATE INDEX recommendation_split_from ON recommendation (split_from);

CREATE TABLE recommendation_assessments (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	grade BIGINT,
	document BIGINT,
	locator TEXT,
	date TEXT,
	note TEXT
);
CREATE INDEX recommendation_assessments_record ON recommendation_assessments (record, position);

CREATE TABLE recommendation_views (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	author BIGINT,
	opinion TEXT,
	date TEXT
);
CREATE INDEX recommendation_views_record ON recommendation_views (record, position);

CREATE TABLE recommendation_papers (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	file BIGINT,
	note TEXT
);
CREATE INDEX recommendation_papers_record ON recommendation_papers (record, position);
