-- Files that were taken in from the folders of systems: each content of a system once, over all replicas.
CREATE TABLE hub.intake_file (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  system_id text NOT NULL,
  kind text NOT NULL,
  -- SHA-256 of the content, hex.
  hash text NOT NULL,
  path text NOT NULL,
  bytes bigint NOT NULL,
  -- By the clock of the system.
  modified_at timestamptz NOT NULL,
  taken_at timestamptz NOT NULL DEFAULT now(),
  rows bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  state text NOT NULL CHECK (state IN ('taken', 'unreadable')),
  detail text,
  UNIQUE (system_id, hash)
);
CREATE INDEX intake_file_latest ON hub.intake_file (system_id, taken_at DESC);

-- Deliveries that may still lie in their folder, and whose senders may not have been told, although their content is known.
CREATE TABLE hub.intake_unsettled (
  system_id text NOT NULL,
  path text NOT NULL,
  hash text NOT NULL,
  kind text NOT NULL,
  bytes bigint NOT NULL,
  modified_at timestamptz NOT NULL,
  PRIMARY KEY (system_id, path, hash)
);

-- Rows as their kinds have them now. The key is the JSON array of the key's values, or the line where a kind has no key.
CREATE TABLE hub.intake_row (
  system_id text NOT NULL,
  kind text NOT NULL,
  key text COLLATE "C" NOT NULL,
  file_id bigint NOT NULL,
  row jsonb NOT NULL,
  PRIMARY KEY (system_id, kind, key)
);

-- Rows that are not as their kind says, for who tells the sender.
CREATE TABLE hub.intake_rejected (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  file_id bigint NOT NULL REFERENCES hub.intake_file ON DELETE CASCADE,
  line bigint NOT NULL,
  text text NOT NULL,
  reasons jsonb NOT NULL
);
CREATE INDEX intake_rejected_file ON hub.intake_rejected (file_id, line);

-- Where files stay in their folder: what is known of them without reading them again.
CREATE TABLE hub.intake_sighting (
  system_id text NOT NULL,
  path text NOT NULL,
  bytes bigint NOT NULL,
  modified_at timestamptz NOT NULL,
  PRIMARY KEY (system_id, path)
);

-- When a folder is looked into next, whichever replica comes first.
CREATE TABLE hub.intake_turn (
  system_id text PRIMARY KEY,
  next_at timestamptz NOT NULL
);
