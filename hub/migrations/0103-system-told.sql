-- The state of each system that subscribers were last told, so that every change is told once over all replicas.
CREATE TABLE hub.system_told (
  system_id text PRIMARY KEY,
  state text NOT NULL,
  since timestamptz NOT NULL
);
