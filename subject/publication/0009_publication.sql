-- What is put before the chair for the public site, and by what the public finds the copies (publication.h).

CREATE TABLE publication_request (
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
	subject_type TEXT,
	subject BIGINT,
	note TEXT,
	changed BIGINT,
	published_on TEXT,
	fingerprint TEXT
);
CREATE INDEX publication_request_subject ON publication_request (subject, state);
CREATE INDEX publication_request_state ON publication_request (state);

ALTER TABLE publication ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
ALTER TABLE publication ADD COLUMN words TEXT NOT NULL DEFAULT ''; -- folded, to be searched
CREATE INDEX publication_order ON publication (type, sort_key, record);

-- What a copy names: the filters of the public list, and which copies name a record that must not be named any more.
CREATE TABLE publication_value (
	type TEXT NOT NULL,
	record BIGINT NOT NULL,
	field TEXT NOT NULL, -- "themes"; of owned rows "assessments.document"
	value TEXT NOT NULL, -- the code of a choice, the identifier of a record
	words TEXT,          -- the title in each language as an object of JSON; NULL: a choice
	PRIMARY KEY (type, record, field, value)
);
CREATE INDEX publication_value_facet ON publication_value (type, field, value);
CREATE INDEX publication_value_named ON publication_value (value);
