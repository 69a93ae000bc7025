-- Labels in files that people taught the program (alias.c).

CREATE TABLE alias (
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
	label TEXT NOT NULL,
	lang TEXT,
	target_type TEXT NOT NULL,
	target BIGINT NOT NULL,
	code TEXT UNIQUE, -- type and folded label; NULL: no longer used
	retired BIGINT
);
CREATE INDEX alias_label ON alias (label, id);
CREATE INDEX alias_target ON alias (target_type, target);
