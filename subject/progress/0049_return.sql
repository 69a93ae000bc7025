-- A report that was returned is owed anew by a day.

ALTER TABLE progress_update ADD COLUMN return_due TEXT;
