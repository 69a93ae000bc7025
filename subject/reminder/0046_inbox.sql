-- What waits for somebody is counted on every page: the few among the many stand in indexes of
-- their own.

CREATE INDEX recommendation_assigned ON recommendation (lead, order_key, id)
	WHERE state = 'assigned';
CREATE INDEX recommendation_not_pursued ON recommendation (state, order_key, id)
	WHERE proposed_not_pursued = 1;
CREATE INDEX measure_state ON measure (state, order_key, id);
CREATE INDEX deadline_conflict ON deadline (due, id) WHERE status = 'conflict';
