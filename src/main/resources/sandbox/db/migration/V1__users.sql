CREATE TABLE users (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email           text NOT NULL UNIQUE,
  password_salt   text NOT NULL,
  password_legacy text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now()
);
