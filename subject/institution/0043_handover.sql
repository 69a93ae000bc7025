-- Hand-overs, and what is whose: the deadlines and projects of one officer.

CREATE TABLE handover (
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
	leaver BIGINT NOT NULL,
	successor BIGINT NOT NULL,
	date TEXT NOT NULL,
	reason TEXT,
	note TEXT,
	duties BIGINT,
	unread BIGINT,
	drafts BIGINT,
	drafts_left BIGINT,
	substitutions BIGINT
);
CREATE INDEX handover_leaver ON handover (leaver);
CREATE INDEX handover_successor ON handover (successor);

CREATE TABLE handover_moved (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	record_type TEXT,
	duty_type TEXT,
	duty BIGINT,
	field TEXT
);
CREATE INDEX handover_moved_record ON handover_moved (record, position);

CREATE INDEX deadline_owner ON deadline (owner);
CREATE INDEX report_project_lead ON report_project (lead);
