-- What version 2 has beyond version 1.
ALTER TABLE challenges ADD COLUMN terminal TEXT NOT NULL DEFAULT '';
ALTER TABLE challenges ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0;
CREATE INDEX challenges_by_terminal ON challenges (terminal);
CREATE TABLE opened_keys (
    number      INTEGER PRIMARY KEY,
    nonce       BLOB NOT NULL,          -- of the challenge
    at          INTEGER NOT NULL,
    terminal    TEXT NOT NULL,
    facility    TEXT NOT NULL,
    performer   TEXT,                   -- of a visual confirmation
    certificate BLOB NOT NULL,          -- SHA-256
    answered    INTEGER NOT NULL DEFAULT 0,
    record      BLOB NOT NULL
) STRICT;
CREATE INDEX opened_keys_by_time ON opened_keys (at);
CREATE INDEX opened_keys_by_nonce ON opened_keys (nonce);
CREATE TABLE alarms (
    day    INTEGER NOT NULL,            -- since 1970
    peer   BLOB NOT NULL,               -- SHA-256 of the client certificate
    alarm  BLOB NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (day, peer, alarm)
) STRICT;
CREATE TABLE clock (
    latest INTEGER NOT NULL
) STRICT;
INSERT INTO clock (latest) VALUES (0);
