-- What a file had is bound to the change log: the digest of each record's part, and with the import, which is logged, one over all
-- of them in the order of the records. The digest stays when the part is erased.
ALTER TABLE imported ADD COLUMN digest TEXT;
ALTER TABLE import ADD COLUMN originals TEXT;
