-- Positions in the Universal Periodic Review, from the bodies' proposals to the chair's decision.

ALTER TABLE recommendation ADD COLUMN position_proposed TEXT;
ALTER TABLE recommendation ADD COLUMN position_dispute TEXT;
ALTER TABLE recommendation ADD COLUMN position_dispute_note TEXT;
ALTER TABLE recommendation ADD COLUMN position_decided BIGINT;

CREATE TABLE recommendation_position_proposals (
	id BIGINT PRIMARY KEY,
	record BIGINT NOT NULL,
	position BIGINT NOT NULL,
	body BIGINT,
	proposer BIGINT,
	secretariat BIGINT,
	proposed TEXT,
	date TEXT
);
CREATE INDEX recommendation_position_proposals_record ON recommendation_position_proposals (record, position);
