-- Jobs and event handlers that failed for good: seen and replayed in the operations pages.
CREATE TABLE hub.dead_letter (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Of which run: the job's id or the event's id and handler; a second report of the same failure changes nothing.
  run text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('job', 'event')),
  owner text NOT NULL,
  name text NOT NULL,
  input jsonb NOT NULL,
  error text NOT NULL,
  attempts int NOT NULL,
  failed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX dead_letter_failed_at ON hub.dead_letter (failed_at DESC);
