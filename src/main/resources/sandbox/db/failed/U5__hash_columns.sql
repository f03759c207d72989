ALTER TABLE api_keys DROP COLUMN key_hash;
ALTER TABLE users RENAME COLUMN password_hash TO password_keyed;
