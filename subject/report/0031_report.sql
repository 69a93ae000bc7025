-- Reports of the State as projects.

CREATE TABLE report_project (
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
	kind TEXT NOT NULL,
	due TEXT NOT NULL,
	lead BIGINT,
	cycle BIGINT,
	instrument BIGINT,
	deadline BIGINT,
	submitted TEXT,
	note TEXT
);
CREATE INDEX report_project_due ON report_project (due, id);
CREATE INDEX report_project_deadline ON report_project (deadline);
CREATE INDEX report_project_institution ON report_project (institution);
