-- Files that somebody looks at before they are brought in (staging.h): what each row would do, what was corrected, what was
-- decided.  Their owner's alone, never logged, and gone when the file is in.  "account" is the id of a user.

CREATE TABLE staging (
	id BIGINT NOT NULL PRIMARY KEY,
	account BIGINT NOT NULL,
	file BIGINT NOT NULL, -- attachment
	format TEXT NOT NULL, -- how it is to be read, as it was typed; '': the file tells
	mechanism TEXT NOT NULL,
	state TEXT NOT NULL,
	document TEXT NOT NULL,
	lang TEXT NOT NULL,
	job BIGINT, -- the last one
	makes BIGINT NOT NULL CHECK (makes IN (0, 1)), -- it brings the file in; else it looks
	look BIGINT, -- the job whose rows are shown
	decided BIGINT NOT NULL, -- counts corrections and decisions; looked: what it was when the look began
	looked BIGINT NOT NULL,
	looked_at BIGINT,
	found_format TEXT,
	header TEXT,
	rows_read BIGINT NOT NULL,
	rows_new BIGINT NOT NULL,
	rows_updated BIGINT NOT NULL,
	rows_unchanged BIGINT NOT NULL,
	rows_wrong BIGINT NOT NULL,
	rows_left BIGINT NOT NULL,
	rows_near BIGINT NOT NULL,
	import BIGINT,
	made_at BIGINT NOT NULL,
	at BIGINT NOT NULL -- last touched
);
CREATE INDEX staging_account ON staging (account, id);
CREATE INDEX staging_file ON staging (file);
CREATE INDEX staging_at ON staging (at);

CREATE TABLE staged (
	staging BIGINT NOT NULL,
	look BIGINT NOT NULL,
	file_row BIGINT NOT NULL,
	page BIGINT NOT NULL,
	fate TEXT NOT NULL,
	type TEXT NOT NULL,
	found BIGINT,
	near_record BIGINT,
	score BIGINT NOT NULL,
	cells TEXT, -- as import_item has them
	record TEXT NOT NULL, -- JSON object: what the row says
	changes TEXT,
	problems TEXT,
	PRIMARY KEY (staging, look, file_row)
);
CREATE INDEX staged_fate ON staged (staging, look, fate, file_row);
CREATE INDEX staged_found ON staged (found);
CREATE INDEX staged_near ON staged (near_record);

CREATE TABLE staged_label (
	staging BIGINT NOT NULL,
	position BIGINT NOT NULL,
	type TEXT NOT NULL,
	field TEXT NOT NULL,
	label TEXT NOT NULL,
	file_rows BIGINT NOT NULL,
	PRIMARY KEY (staging, position)
);

CREATE TABLE staged_correction (
	staging BIGINT NOT NULL,
	file_row BIGINT NOT NULL,
	file_column BIGINT NOT NULL,
	was TEXT NOT NULL,
	body TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (staging, file_row, file_column)
);

CREATE TABLE staged_decision (
	staging BIGINT NOT NULL,
	what TEXT NOT NULL,
	value TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (staging, what)
);
