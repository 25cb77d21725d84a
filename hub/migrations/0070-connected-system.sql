-- Systems connected from the operations pages or by `amanah system add`; those of files are not stored.
CREATE TABLE hub.connected_system (
  id text PRIMARY KEY,
  definition jsonb NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
