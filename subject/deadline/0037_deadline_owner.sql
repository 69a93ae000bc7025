-- Whoever owns a deadline reads it with his institution, also where another body leads.

ALTER TABLE deadline ADD COLUMN owner_institution BIGINT;
CREATE INDEX deadline_owner_institution ON deadline (owner_institution);
