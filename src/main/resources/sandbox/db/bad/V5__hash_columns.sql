-- The hashes get their final names, and logins a table of their own.
ALTER TABLE users RENAME COLUMN password_keyed TO password_hash;
ALTER TABLE api_keys RENAME COLUMN key_keyed TO key_hash;
CREATE TABLE login_audit (
  id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL,
  at    timestamptz NOT NULL DEFAULT now()
);
INSERT INTO login_audit (email) SELECT email FROM users;
