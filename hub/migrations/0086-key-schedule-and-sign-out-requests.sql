-- A new signing key is published before it signs, so that nobody meets a signature by a key they have never seen.
ALTER TABLE hub.signing_key ADD COLUMN used_from timestamptz NOT NULL DEFAULT now();

-- A sign-out asked for by a process that cannot reach systems itself (the command line): one running hub takes it and writes the report.
CREATE TABLE hub.sign_out_request (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES hub.person ON DELETE CASCADE,
  asked_at timestamptz NOT NULL DEFAULT now(),
  taken_at timestamptz,
  report jsonb
);
