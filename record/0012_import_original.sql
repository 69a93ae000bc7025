-- What a file had, as it stood, is kept for ever beside the record; and with the import what was said beside the file, and the
-- labels that nobody knew (import.h).

-- JSON: a list of {"row": N, "page": N, "cells": ["…", …]}, of a paragraph {"row": N, "page": N, "text": "…"}; NULL: erased, or
-- brought in before there was this column.
ALTER TABLE imported ADD COLUMN cells TEXT;

ALTER TABLE import ADD COLUMN mechanism TEXT;
ALTER TABLE import ADD COLUMN review_of TEXT;
ALTER TABLE import ADD COLUMN document TEXT;
ALTER TABLE import ADD COLUMN lang TEXT;
ALTER TABLE import ADD COLUMN header TEXT; -- JSON list of the names above the columns
ALTER TABLE import ADD COLUMN rows_left BIGINT;

CREATE TABLE import_unknown (
	import BIGINT NOT NULL,
	position BIGINT NOT NULL,
	type TEXT NOT NULL, -- of what it would name
	field TEXT NOT NULL,
	label TEXT NOT NULL,
	first_row BIGINT NOT NULL,
	file_rows BIGINT NOT NULL,
	PRIMARY KEY (import, position)
);
