-- What a person chose for the header of a table, for the next file with the same header (table_memory.c).
CREATE TABLE table_memory (
	header TEXT PRIMARY KEY,
	choices TEXT NOT NULL,
	login TEXT,
	at BIGINT NOT NULL
);
