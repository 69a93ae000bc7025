-- What waits of a state is listed by its deadline, the latest first; its first twenty without
-- looking at the others.

DROP INDEX progress_update_state;
-- @sqlite
CREATE INDEX progress_update_state ON progress_update (state, deadline, id);
-- @end
-- @postgresql
CREATE INDEX progress_update_state ON progress_update (state, deadline DESC NULLS LAST, id DESC);
-- @end
