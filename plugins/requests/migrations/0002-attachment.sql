-- A file that somebody sent for a field of a form. It is its sender's until a request takes it; then it belongs to the case.
CREATE TABLE attachment (
  id uuid PRIMARY KEY,
  person_id text NOT NULL,
  -- Where it was sent: a draft, or a task of a request.
  draft uuid REFERENCES draft ON DELETE SET NULL,
  request text REFERENCES request ON DELETE SET NULL,
  token integer,
  -- Field of the form, without the numbers of rows: its rules hold for the file.
  field text NOT NULL,
  -- As it was found to be, not as it was said to be.
  name text NOT NULL,
  type text NOT NULL,
  bytes bigint NOT NULL DEFAULT 0,
  sha256 text NOT NULL DEFAULT '',
  -- Only a clean file is ever opened. `arriving` that stays so was cut off.
  state text NOT NULL DEFAULT 'arriving' CHECK (state IN ('arriving', 'scanning', 'clean', 'refused')),
  -- What the scanner found in a refused one.
  threat text,
  sent_at timestamptz NOT NULL DEFAULT now(),
  taken_at timestamptz,
  CHECK (taken_at IS NULL OR state = 'clean')
);
CREATE INDEX attachment_draft ON attachment (draft, field) WHERE draft IS NOT NULL;
CREATE INDEX attachment_request ON attachment (request) WHERE request IS NOT NULL;
CREATE INDEX attachment_person ON attachment (person_id) WHERE taken_at IS NULL;
CREATE INDEX attachment_untaken ON attachment (sent_at) WHERE taken_at IS NULL;
