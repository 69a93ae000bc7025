-- The import that is being saved by slices, or was stopped and waits to be taken back: what it made is hidden (access.h). On
-- SQLite alone, one at a time; elsewhere an import is one transaction, and this table is empty.

CREATE TABLE import_open (
	one BIGINT PRIMARY KEY CHECK (one = 1),
	import BIGINT NOT NULL, -- of its records in `imported`; the import's own record comes at the end
	since BIGINT NOT NULL   -- an identifier before all that it makes
);

-- The changes of others, which are sealed meanwhile, without those that are not (seal.c).
-- @sqlite
CREATE INDEX change_unsealed_others ON change (id) WHERE seq IS NULL AND kind <> 'import';
-- @end
