CREATE TABLE api_keys (
  key_id     text PRIMARY KEY,
  owner_id   bigint NOT NULL REFERENCES users (id),
  key_legacy text NOT NULL,
  is_active  boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX api_keys_owner ON api_keys (owner_id);
