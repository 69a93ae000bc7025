-- When stages of a review were or are to be, and what language versions of a document state.

ALTER TABLE review_cycle ADD COLUMN adopted_on TEXT;
ALTER TABLE review_cycle ADD COLUMN hrc_session_from TEXT;
ALTER TABLE review_cycle ADD COLUMN next_said TEXT;
ALTER TABLE review_cycle ADD COLUMN next_period BIGINT;
ALTER TABLE document ADD COLUMN submitted TEXT;
ALTER TABLE document_versions ADD COLUMN stated_due TEXT;
