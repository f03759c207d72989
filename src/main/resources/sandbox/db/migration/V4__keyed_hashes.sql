-- The new authentication. The legacy hashes stay: the fallback authentication compares them.
ALTER TABLE users ADD COLUMN password_keyed text NOT NULL;
ALTER TABLE api_keys ADD COLUMN key_keyed text NOT NULL;
