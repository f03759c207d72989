CREATE TABLE nodes (
  name   text PRIMARY KEY,
  region text NOT NULL
);

INSERT INTO nodes (name, region)
SELECT 'node-' || lpad(n::text, 2, '0'), (ARRAY['north', 'south', 'west'])[1 + n % 3]
FROM generate_series(1, 12) AS n;
