CREATE TABLE terminals (
    id          TEXT PRIMARY KEY,
    facility    TEXT NOT NULL,
    certificate BLOB NOT NULL UNIQUE,   -- SHA-256
    public_key  BLOB NOT NULL
) STRICT;
CREATE TABLE challenges (
    nonce      BLOB PRIMARY KEY,
    challenge  BLOB NOT NULL,           -- as it was sent
    purpose    TEXT NOT NULL,
    expires    INTEGER NOT NULL,
    spent      INTEGER NOT NULL DEFAULT 0,
    authorised BLOB                     -- SHA-256 of the claim
) STRICT;
CREATE INDEX challenges_by_end ON challenges (expires);
CREATE TABLE cards (
    certificate BLOB PRIMARY KEY,       -- SHA-256
    record      BLOB NOT NULL
) STRICT;
CREATE TABLE tickets (
    token    BLOB PRIMARY KEY,
    expires  INTEGER NOT NULL,
    evidence BLOB NOT NULL,
    verified BLOB NOT NULL,
    used     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE centre (
    issuer   BLOB NOT NULL,
    serial   BLOB NOT NULL,
    standing TEXT NOT NULL,
    PRIMARY KEY (issuer, serial)
) STRICT;
CREATE TABLE verifications (
    number INTEGER PRIMARY KEY,
    record BLOB NOT NULL
) STRICT;
CREATE TABLE outcomes (
    number   INTEGER PRIMARY KEY,
    terminal TEXT NOT NULL,
    session  BLOB NOT NULL,
    received INTEGER NOT NULL,
    record   BLOB NOT NULL,
    UNIQUE (terminal, session)
) STRICT;
