-- What every record shares: texts in languages, references, the change log and its chain.

CREATE TABLE text (
	record BIGINT NOT NULL, -- of the record or of an owned row
	field TEXT NOT NULL,
	lang TEXT NOT NULL,
	body TEXT NOT NULL,
	folded TEXT NOT NULL,   -- language/fold: for "contains" and for recognising the same text
	sort_key TEXT NOT NULL, -- language/collate
	original BIGINT NOT NULL CHECK (original IN (0, 1)),
	written_by BIGINT NOT NULL,
	written_at BIGINT NOT NULL,
	from_change BIGINT, -- the change of the original that this one translates
	change BIGINT NOT NULL,
	PRIMARY KEY (record, field, lang)
);
CREATE INDEX text_sorted ON text (field, lang, sort_key);

CREATE TABLE ref (
	record BIGINT NOT NULL,
	field TEXT NOT NULL,
	target BIGINT NOT NULL,
	position BIGINT NOT NULL,
	PRIMARY KEY (record, field, target)
);
CREATE INDEX ref_target ON ref (target, field, record);

-- Where values come from, and sources that disagree: owned rows of every type.
CREATE TABLE record_sources (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	field TEXT,
	document_type TEXT,
	document BIGINT,
	locator TEXT,
	title TEXT,
	certainty TEXT,
	note TEXT
);
CREATE INDEX record_sources_record ON record_sources (record, position);
CREATE INDEX record_sources_document ON record_sources (document);

CREATE TABLE record_conflicts (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	field TEXT,
	value_a TEXT,
	source_a TEXT,
	value_b TEXT,
	source_b TEXT,
	rule TEXT,
	resolved_by BIGINT,
	resolved_at BIGINT,
	resolution TEXT
);
CREATE INDEX record_conflicts_record ON record_conflicts (record, position);

-- The change log. detail: field name -> salted digest; seq and hash are given by the sealer.
CREATE TABLE change (
	id BIGINT PRIMARY KEY,
	at BIGINT NOT NULL,
	who BIGINT NOT NULL, -- 0: the console
	membership BIGINT NOT NULL,
	on_behalf BIGINT NOT NULL,
	type TEXT NOT NULL,
	record BIGINT NOT NULL,
	version BIGINT NOT NULL,
	kind TEXT NOT NULL,
	step TEXT,
	detail TEXT NOT NULL,
	seq BIGINT,
	hash TEXT
);
CREATE INDEX change_record ON change (record, id);
CREATE UNIQUE INDEX change_seq ON change (seq) WHERE seq IS NOT NULL;
CREATE INDEX change_unsealed ON change (id) WHERE seq IS NULL;

-- value NULL: the field became empty. salt NULL: erased.
CREATE TABLE change_value (
	change BIGINT NOT NULL,
	name TEXT NOT NULL,
	value TEXT,
	salt TEXT,
	PRIMARY KEY (change, name)
);

CREATE TABLE chain_head (
	one BIGINT PRIMARY KEY CHECK (one = 1),
	seq BIGINT NOT NULL,
	hash TEXT NOT NULL,
	signature TEXT,
	public_key TEXT,
	at BIGINT NOT NULL
);
INSERT INTO chain_head (one, seq, hash, at)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', 0);

-- Moves when rights were taken away (access.h) or settings changed (setting.h).
CREATE TABLE epoch (
	name TEXT PRIMARY KEY,
	value BIGINT NOT NULL
);
INSERT INTO epoch (name, value) VALUES ('access', 1), ('settings', 1);

CREATE TABLE attachment (
	id BIGINT PRIMARY KEY,
	type TEXT NOT NULL,   -- of the record it hangs on
	record BIGINT NOT NULL, -- 0 while it is being uploaded
	name TEXT NOT NULL,
	media_type TEXT NOT NULL,
	size BIGINT NOT NULL,
	hash TEXT NOT NULL,
	at BIGINT NOT NULL,
	who BIGINT NOT NULL
);
CREATE INDEX attachment_record ON attachment (record);

-- What the mechanism decides about itself (setting.h).
CREATE TABLE setting (
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
	name TEXT NOT NULL UNIQUE,
	value TEXT
);

-- The keys that signed the chain, oldest first; each is vouched for by the one before (key.h).
CREATE TABLE chain_key (
	generation BIGINT PRIMARY KEY, -- 1, 2, 3 …
	public_key TEXT NOT NULL UNIQUE,
	from_seq BIGINT NOT NULL,      -- heads above this one are signed with it
	signature TEXT,                -- of the generation before; NULL: the first
	at BIGINT NOT NULL
);

-- What the public may see: a copy of the approved, public fields, and nothing else (access.h, erase.h).
CREATE TABLE publication (
	type TEXT NOT NULL,
	record BIGINT NOT NULL,
	version BIGINT NOT NULL, -- of the record, when it was published
	body TEXT NOT NULL,      -- the public fields as an object of canonical JSON (image.h)
	at BIGINT NOT NULL,
	who BIGINT NOT NULL,
	PRIMARY KEY (type, record)
);

-- Requests to erase personal data (erase.h).
CREATE TABLE erasure_request (
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
	subject_type TEXT,
	subject BIGINT,
	names TEXT,
	reason TEXT
);
CREATE INDEX erasure_request_subject ON erasure_request (subject);
