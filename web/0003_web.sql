-- Who is signed in, what is being typed, and work that goes on behind the pages. "account" is the id
-- of a user. Digests are of random tokens: whoever reads this database cannot sign in with them.

CREATE TABLE password (
	account BIGINT NOT NULL PRIMARY KEY,
	hash TEXT NOT NULL,
	must_change BIGINT NOT NULL CHECK (must_change IN (0, 1)),
	changed_at BIGINT NOT NULL
);

CREATE TABLE session (
	id BIGINT NOT NULL PRIMARY KEY,
	digest TEXT NOT NULL UNIQUE,
	account BIGINT NOT NULL,
	membership BIGINT NOT NULL, -- 0: none runs
	lang TEXT,
	theme TEXT,
	density TEXT,
	remote TEXT NOT NULL,
	agent TEXT,
	made_at BIGINT NOT NULL,
	seen_at BIGINT NOT NULL,
	ends_at BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account, made_at);
CREATE INDEX session_ends ON session (ends_at);

CREATE TABLE api_token (
	id BIGINT NOT NULL PRIMARY KEY,
	account BIGINT NOT NULL,
	membership BIGINT NOT NULL,
	digest TEXT NOT NULL UNIQUE,
	scope TEXT NOT NULL CHECK (scope IN ('read', 'write')),
	label TEXT,
	made_at BIGINT NOT NULL,
	ends_at BIGINT NOT NULL,
	used_at BIGINT,
	revoked_at BIGINT
);
CREATE INDEX api_token_account ON api_token (account, made_at);

-- Wrong passwords. key: digest of a login or of an address; neither stands here in clear.
CREATE TABLE login_attempt (
	key TEXT NOT NULL PRIMARY KEY,
	failures BIGINT NOT NULL,
	at BIGINT NOT NULL,
	wait_until BIGINT NOT NULL
);
CREATE INDEX login_attempt_at ON login_attempt (at);

CREATE TABLE draft (
	account BIGINT NOT NULL,
	form TEXT NOT NULL,
	record BIGINT NOT NULL, -- 0: a new one
	bytes BYTEA NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (account, form, record)
);
CREATE INDEX draft_at ON draft (at);

CREATE TABLE job (
	id BIGINT NOT NULL PRIMARY KEY,
	kind TEXT NOT NULL,
	args TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
	done BIGINT NOT NULL,
	total BIGINT NOT NULL,
	message TEXT,
	result BIGINT,
	account BIGINT NOT NULL,
	membership BIGINT NOT NULL,
	on_behalf BIGINT NOT NULL,
	lang TEXT NOT NULL,
	cancel BIGINT NOT NULL CHECK (cancel IN (0, 1)),
	tries BIGINT NOT NULL,
	lease BIGINT NOT NULL,       -- whose it is; a new random number with every taking
	lease_until BIGINT NOT NULL,
	made_at BIGINT NOT NULL,
	began_at BIGINT,
	ended_at BIGINT
);
CREATE INDEX job_waiting ON job (state, id);
CREATE INDEX job_account ON job (account, id);
