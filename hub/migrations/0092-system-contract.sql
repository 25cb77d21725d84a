-- What each system that is called by operations said of itself when that was accepted, and what the last comparison with the live one found.
CREATE TABLE hub.system_contract (
  system_id text PRIMARY KEY,
  -- json, not jsonb: the order of fields is kept, and forms follow it
  accepted json NOT NULL,
  kind text NOT NULL,
  version text,
  -- of the connection, files and operations it was accepted for
  fingerprint text NOT NULL,
  accepted_at timestamptz NOT NULL DEFAULT now(),
  changes json NOT NULL DEFAULT '[]',
  needs_review boolean NOT NULL DEFAULT false,
  checked_at timestamptz,
  -- the next comparison; who moves it ahead makes it
  due_at timestamptz NOT NULL DEFAULT now()
);
