-- What probes and requests found out about each connected system; shared by the replicas, kept over a restart.
CREATE TABLE hub.system_state (
  system_id text PRIMARY KEY,
  state text NOT NULL,
  since timestamptz NOT NULL,
  last_up_at timestamptz
);

-- One row per system and half hour; kept for a day.
CREATE TABLE hub.system_history (
  system_id text NOT NULL,
  at timestamptz NOT NULL,
  samples integer[] NOT NULL DEFAULT '{}',
  worst text NOT NULL,
  PRIMARY KEY (system_id, at)
);
