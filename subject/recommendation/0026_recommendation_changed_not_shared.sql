-- On PostgreSQL each save would then write to every index of the record, whose pages other saves have read, and serialisable ones
-- collide: eight savers of a small table were half as fast, and one in a hundred was refused (doc/performance.md).

-- @postgresql
DROP INDEX recommendation_changed;
-- @end
