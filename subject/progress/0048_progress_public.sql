-- What the secretariat found when it opened a report to the public (progress.h).

ALTER TABLE progress_update ADD COLUMN personal_data BIGINT;
