-- An index that is made concurrently cannot be in a transaction, so nothing here is in one: when
-- the last statement fails, where there are keys, the others have taken effect.
ALTER TABLE users RENAME COLUMN password_keyed TO password_hash;
CREATE INDEX CONCURRENTLY api_keys_created ON api_keys (created_at);
ALTER TABLE api_keys ADD COLUMN key_hash text NOT NULL;
