-- Reviews of other States: NULL is the installation's own one.

ALTER TABLE review_cycle ADD COLUMN state_under_review BIGINT;
CREATE INDEX review_cycle_state ON review_cycle (state_under_review);
