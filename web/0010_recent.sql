-- Whoever was looked up lately is remembered (web/recent.h) for as long as the epoch "access" stands
-- still. So it moves with every change, by whomever, of what a session or token rests on; but not when
-- their use is noted (seen_at, used_at go up). Rows that are new take nothing away from anybody.

-- @sqlite
CREATE TRIGGER session_ended AFTER DELETE ON session
BEGIN UPDATE epoch SET value = value + 1 WHERE name = 'access'; END;
CREATE TRIGGER session_changed AFTER UPDATE ON session WHEN NEW.seen_at <= OLD.seen_at
BEGIN UPDATE epoch SET value = value + 1 WHERE name = 'access'; END;
CREATE TRIGGER api_token_ended AFTER DELETE ON api_token
BEGIN UPDATE epoch SET value = value + 1 WHERE name = 'access'; END;
CREATE TRIGGER api_token_changed AFTER UPDATE ON api_token
WHEN NEW.used_at IS NULL OR NEW.used_at <= OLD.used_at
BEGIN UPDATE epoch SET value = value + 1 WHERE name = 'access'; END;
CREATE TRIGGER password_ended AFTER DELETE ON password
BEGIN UPDATE epoch SET value = value + 1 WHERE name = 'access'; END;
CREATE TRIGGER password_changed AFTER UPDATE ON password
BEGIN UPDATE epoch SET value = value + 1 WHERE name = 'access'; END;
CREATE TRIGGER account_ended AFTER DELETE ON account
BEGIN UPDATE epoch SET value = value + 1 WHERE name = 'access'; END;
CREATE TRIGGER account_changed AFTER UPDATE ON account
BEGIN UPDATE epoch SET value = value + 1 WHERE name = 'access'; END;
CREATE TRIGGER account_membership_ended AFTER DELETE ON account_memberships
BEGIN UPDATE epoch SET value = value + 1 WHERE name = 'access'; END;
CREATE TRIGGER account_membership_changed AFTER UPDATE ON account_memberships
BEGIN UPDATE epoch SET value = value + 1 WHERE name = 'access'; END;
CREATE TRIGGER account_substitution_ended AFTER DELETE ON account_substitutions
BEGIN UPDATE epoch SET value = value + 1 WHERE name = 'access'; END;
CREATE TRIGGER account_substitution_changed AFTER UPDATE ON account_substitutions
BEGIN UPDATE epoch SET value = value + 1 WHERE name = 'access'; END;
-- @end

-- @postgresql
CREATE FUNCTION access_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE epoch SET value = value + 1 WHERE name = 'access';
	RETURN NULL;
END
$$;
CREATE TRIGGER session_ended AFTER DELETE ON session
FOR EACH ROW EXECUTE FUNCTION access_moves();
CREATE TRIGGER session_changed AFTER UPDATE ON session
FOR EACH ROW WHEN (NEW.seen_at <= OLD.seen_at) EXECUTE FUNCTION access_moves();
CREATE TRIGGER api_token_ended AFTER DELETE ON api_token
FOR EACH ROW EXECUTE FUNCTION access_moves();
CREATE TRIGGER api_token_changed AFTER UPDATE ON api_token
FOR EACH ROW WHEN (NEW.used_at IS NULL OR NEW.used_at <= OLD.used_at)
EXECUTE FUNCTION access_moves();
CREATE TRIGGER password_changed AFTER UPDATE OR DELETE ON password
FOR EACH ROW EXECUTE FUNCTION access_moves();
CREATE TRIGGER account_changed AFTER UPDATE OR DELETE ON account
FOR EACH ROW EXECUTE FUNCTION access_moves();
CREATE TRIGGER account_membership_changed AFTER UPDATE OR DELETE ON account_memberships
FOR EACH ROW EXECUTE FUNCTION access_moves();
CREATE TRIGGER account_substitution_changed AFTER UPDATE OR DELETE ON account_substitutions
FOR EACH ROW EXECUTE FUNCTION access_moves();
-- @end
