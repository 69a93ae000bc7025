-- What stood before: each change of a recommendation's status and of a measure's state (glance.h). Kept by the program beside
-- the change log, of which it is worked out here for what was there before.

CREATE TABLE glance_move (
	record BIGINT NOT NULL,
	at BIGINT NOT NULL,
	type TEXT NOT NULL,
	before TEXT NOT NULL,  -- code; '' none was stated
	after TEXT NOT NULL,
	born BIGINT NOT NULL,  -- when the record was made
	counted BIGINT NOT NULL CHECK (counted IN (0, 1)), -- not restricted, and about the own State
	PRIMARY KEY (record, at)
);
CREATE INDEX glance_move_at ON glance_move (type, counted, at, born, before, after);

-- When a body last handed in a report on progress.
CREATE INDEX progress_update_submitted ON progress_update (institution, submitted);

-- Several changes of one instant are one. The log has values as JSON: "code".
INSERT INTO glance_move (record, at, type, before, after, born, counted)
SELECT DISTINCT y.record, y.at, y.type,
	coalesce(first_value(substr(y.before, 2, length(y.before) - 2)) OVER (PARTITION BY y.record, y.at ORDER BY y.version), ''),
	coalesce(first_value(substr(y.after, 2, length(y.after) - 2)) OVER (PARTITION BY y.record, y.at ORDER BY y.version DESC), ''),
	y.born, y.counted
FROM (
	SELECT c.record AS record, c.at AS at, c.type AS type, c.version AS version, v.value AS after,
		lag(v.value) OVER (PARTITION BY c.record ORDER BY c.version) AS before, r.created_at AS born,
		CASE WHEN r.classification <> 'restricted' AND EXISTS (
			SELECT 1 FROM ref s JOIN country t ON t.id = s.target WHERE s.record = r.id AND s.field = 'states_under_review'
			AND t.iso3 = coalesce((SELECT g.value FROM setting g WHERE g.name = 'state'), 'TKM')) THEN 1 ELSE 0 END AS counted
	FROM change c JOIN change_value v ON v.change = c.id JOIN recommendation r ON r.id = c.record
	WHERE c.type = 'recommendation' AND c.version > 0 AND v.name = 'status'
	UNION ALL
	SELECT c.record, c.at, c.type, c.version, v.value, lag(v.value) OVER (PARTITION BY c.record ORDER BY c.version), r.created_at,
		CASE WHEN r.classification <> 'restricted' THEN 1 ELSE 0 END
	FROM change c JOIN change_value v ON v.change = c.id JOIN measure r ON r.id = c.record
	WHERE c.type = 'measure' AND c.version > 0 AND v.name = 'state'
) y
WHERE y.version > 1;
