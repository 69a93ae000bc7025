-- The documents whose dates a deadline holds, beside its source: with blanks around each.

ALTER TABLE deadline ADD COLUMN documents TEXT;
