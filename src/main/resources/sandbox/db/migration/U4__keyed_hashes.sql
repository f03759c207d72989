ALTER TABLE api_keys DROP COLUMN key_keyed;
ALTER TABLE users DROP COLUMN password_keyed;
