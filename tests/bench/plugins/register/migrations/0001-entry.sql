CREATE TABLE entry (id integer PRIMARY KEY, name text NOT NULL, unit text NOT NULL, recorded_at timestamptz NOT NULL DEFAULT now());
INSERT INTO entry (id, name, unit) SELECT n, 'entry ' || n, 'm-khobar' FROM generate_series(1, 100000) AS n;
ANALYZE entry;
