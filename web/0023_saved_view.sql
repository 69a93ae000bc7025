-- A list as somebody wants to find it again (web/saved.h): filters, order and layout as the address has them. It grants nothing: whoever
-- opens it sees what he may see.
CREATE TABLE saved_view (
	id BIGINT PRIMARY KEY,
	account BIGINT NOT NULL,     -- who saved it
	institution BIGINT NOT NULL, -- in whose name; 0: none
	shared TEXT NOT NULL CHECK (shared IN ('', 'institution', 'everybody')),
	list TEXT NOT NULL,          -- the type's plural
	name TEXT NOT NULL,
	sort_key TEXT NOT NULL,      -- of the name
	query TEXT NOT NULL,
	at BIGINT NOT NULL
);
CREATE INDEX saved_view_list ON saved_view (list, sort_key);
CREATE INDEX saved_view_account ON saved_view (account);

-- How a person wants lists to be laid out, as theme and density.
ALTER TABLE account ADD COLUMN layout TEXT;
