-- What a look recognised of a table of any layout (import_table_web.c), as JSON.
ALTER TABLE staging ADD COLUMN recognised TEXT;
