package sqlite

// schema lists the migrations of the state, oldest first; a database's
// user_version says how many of them it has. One that was released is never
// changed: the next is appended.
//
// Times are nanoseconds since 1970 (0: none). data holds what is never searched for, as JSON.
// claim: owner, attempt, lease_until and claim_kind of users.
var schema = []string{`
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE endpoints (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	guid TEXT NOT NULL UNIQUE,
	name_key TEXT NOT NULL UNIQUE,
	max_migrations INTEGER,
	max_incrementals INTEGER,
	data TEXT NOT NULL
);

CREATE TABLE batches (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	guid TEXT NOT NULL UNIQUE,
	name_key TEXT NOT NULL UNIQUE,
	status INTEGER NOT NULL,
	endpoint_id INTEGER NOT NULL REFERENCES endpoints(id),
	target_secret BLOB,
	data TEXT NOT NULL
);
CREATE INDEX batches_by_endpoint ON batches(endpoint_id);

CREATE TABLE users (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	guid TEXT NOT NULL UNIQUE,
	batch_id INTEGER NOT NULL REFERENCES batches(id) ON DELETE CASCADE,
	address_key TEXT NOT NULL UNIQUE,
	status INTEGER NOT NULL,
	next_sync INTEGER NOT NULL DEFAULT 0,
	owner TEXT,
	attempt INTEGER NOT NULL DEFAULT 0,
	lease_until INTEGER NOT NULL DEFAULT 0,
	claim_kind INTEGER NOT NULL DEFAULT 0,
	password BLOB,
	data TEXT NOT NULL,
	progress TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX users_by_batch ON users(batch_id, status);
CREATE INDEX users_by_status ON users(status);
CREATE INDEX users_claimed ON users(lease_until) WHERE owner IS NOT NULL;

CREATE TABLE mailboxes (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
	source_key TEXT NOT NULL,
	header BLOB NOT NULL,
	UNIQUE (user_id, source_key)
);
CREATE TABLE segments (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	mailbox_id INTEGER NOT NULL REFERENCES mailboxes(id) ON DELETE CASCADE,
	data BLOB NOT NULL
);
CREATE INDEX segments_by_mailbox ON segments(mailbox_id, id);

CREATE TABLE skipped (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
	source_key TEXT NOT NULL,
	uid INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	data TEXT NOT NULL,
	UNIQUE (user_id, source_key, uid, kind)
);

CREATE TABLE reports (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	user_id INTEGER REFERENCES users(id) ON DELETE CASCADE,
	batch_id INTEGER REFERENCES batches(id) ON DELETE CASCADE,
	time INTEGER NOT NULL,
	error INTEGER NOT NULL,
	text TEXT NOT NULL
);
CREATE INDEX reports_by_user ON reports(user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX reports_by_batch ON reports(batch_id, id) WHERE batch_id IS NOT NULL;

CREATE TABLE workers (
	owner TEXT PRIMARY KEY,
	service INTEGER NOT NULL,
	lease_until INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE recipients (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	guid TEXT NOT NULL UNIQUE,
	name_key TEXT NOT NULL UNIQUE,
	password BLOB,
	data TEXT NOT NULL
);
CREATE TABLE addresses (
	address_key TEXT PRIMARY KEY,
	recipient_id INTEGER NOT NULL REFERENCES recipients(id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX addresses_by_recipient ON addresses(recipient_id);
`}
