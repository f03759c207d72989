-- For any part of V5: it may have failed anywhere.
ALTER TABLE api_keys DROP COLUMN IF EXISTS key_hash;
DROP INDEX IF EXISTS api_keys_created;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'password_hash'
  ) THEN
    ALTER TABLE users RENAME COLUMN password_hash TO password_keyed;
  END IF;
END
$$;
