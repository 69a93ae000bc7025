-- Keys of further rows of an import about a record that an earlier row of it was about already: a person joined several with one
-- (import.h). What those rows had stands with that of the first, in `imported`; file_row: as the file counts.

CREATE TABLE imported_also (
	import BIGINT NOT NULL,
	type TEXT NOT NULL,
	record BIGINT NOT NULL,
	file_row BIGINT NOT NULL,
	import_key TEXT NOT NULL,
	PRIMARY KEY (import, record, file_row)
);
CREATE INDEX imported_also_key ON imported_also (import_key);
