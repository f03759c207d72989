DROP TABLE login_audit;
ALTER TABLE api_keys RENAME COLUMN key_hash TO key_keyed;
ALTER TABLE users RENAME COLUMN password_hash TO password_keyed;
