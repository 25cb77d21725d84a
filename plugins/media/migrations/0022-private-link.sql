-- A link that opens one programme to whoever has it, for a time. Its address carries a signature: a row is looked for only where that is right.
CREATE TABLE private_link (
  id text PRIMARY KEY,
  programme uuid NOT NULL REFERENCES programme ON DELETE CASCADE,
  note text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz
);
CREATE INDEX private_link_programme ON private_link (programme, created_at DESC);
