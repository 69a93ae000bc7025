-- Packs that were issued to bodies, and what came back.

CREATE TABLE pack (
	id BIGINT NOT NULL PRIMARY KEY,
	version BIGINT NOT NULL,
	state TEXT NOT NULL,
	classification TEXT NOT NULL,
	institution BIGINT,
	created_at BIGINT NOT NULL,
	created_by BIGINT NOT NULL,
	updated_at BIGINT NOT NULL,
	updated_by BIGINT NOT NULL,
	parts BIGINT NOT NULL,
	code TEXT NOT NULL UNIQUE,
	language TEXT NOT NULL,
	issued BIGINT NOT NULL,
	digest TEXT NOT NULL,
	items BIGINT NOT NULL,
	returned BIGINT,
	returned_at BIGINT,
	taken BIGINT
);
CREATE INDEX pack_institution ON pack (institution, issued);
