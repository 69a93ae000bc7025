"""Changes by direct SQL, as many as are wanted, that a log of years would hold: every one with its
salted digest, and the records as they leave them, so that `ygrar verify` finds nothing wrong."""
import hashlib
import json
import os
import sqlite3

VALUES = ['"high"', '"normal"', '"low"']


def digest_of(*parts):
    """As change_digest() of record/change.c: each part behind its length."""
    whole = b"".join(len(p).to_bytes(8, "little") + p.encode() for p in parts)
    return hashlib.blake2b(whole, digest_size=32).hexdigest()


def add(path, wanted):
    """Brings the log of a SQLite file to `wanted` changes."""
    db = sqlite3.connect(path)
    have, last, at = db.execute("SELECT count(*), max(id), max(at) FROM change").fetchone()
    records = db.execute("SELECT id, version, priority FROM recommendation WHERE priority IS NOT NULL").fetchall()
    state = {r[0]: [r[1], VALUES.index(f'"{r[2]}"')] for r in records}
    changes, values, changed = [], [], set()
    for k in range(wanted - have):
        record = records[k % len(records)][0]
        now = state[record]
        changed.add(record)
        now[0] += 1
        now[1] = (now[1] + 1) % len(VALUES)
        salt, value = os.urandom(16).hex(), VALUES[now[1]]
        digest = digest_of(salt, "priority", "1", value)
        changes.append((last + 1 + k, at, "recommendation", record, now[0], json.dumps({"priority": digest},
                                                                                      separators=(",", ":"))))
        values.append((last + 1 + k, value, salt))
    db.executemany("INSERT INTO change (id, at, who, membership, on_behalf, type, record, version, kind, detail)"
                   " VALUES (?, ?, 0, 0, 0, ?, ?, ?, 'update', ?)", changes)
    db.executemany("INSERT INTO change_value (change, name, value, salt) VALUES (?, 'priority', ?, ?)", values)
    db.executemany("UPDATE recommendation SET version = ?, priority = ?, updated_at = ?, updated_by = 0 WHERE id = ?",
                   ((state[i][0], json.loads(VALUES[state[i][1]]), at, i) for i in changed))
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
