-- The bytes of attachments, in pieces of 256 KB; what they are called and who may read them stands elsewhere.
CREATE TABLE attachment_chunk (
	attachment BIGINT NOT NULL,
	number BIGINT NOT NULL,
	bytes BYTEA NOT NULL,
	PRIMARY KEY (attachment, number)
);

-- Which process makes identifiers with which number, and until when (microseconds since 1970).
CREATE TABLE node (
	number BIGINT NOT NULL PRIMARY KEY,
	holder BIGINT NOT NULL,
	until BIGINT NOT NULL
);
