-- The list of what was changed last.

CREATE INDEX recommendation_changed ON recommendation (updated_at, id);
