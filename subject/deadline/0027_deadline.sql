-- What is due (deadline.h).

CREATE TABLE deadline (
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
	source_type TEXT,
	source BIGINT,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	mechanism BIGINT,
	basis TEXT NOT NULL,
	step TEXT,
	rule TEXT NOT NULL,
	due TEXT,
	window_from TEXT,
	window_to TEXT,
	status TEXT NOT NULL,
	side TEXT NOT NULL,
	voluntary BIGINT,
	verify BIGINT,
	owner BIGINT,
	done TEXT,
	source_owner BIGINT,
	source_done TEXT,
	UNIQUE (source, source_type, name)
);
CREATE INDEX deadline_due ON deadline (due, id);
CREATE INDEX deadline_state ON deadline (state, due);
