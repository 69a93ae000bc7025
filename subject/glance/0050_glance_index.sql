-- What stood before is read from this index alone: now with the record, too.

DROP INDEX glance_move_at;
CREATE INDEX glance_move_at ON glance_move (type, counted, at, born, before, after, record);
