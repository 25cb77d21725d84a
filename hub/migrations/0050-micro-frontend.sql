-- Micro-frontends of third parties; a changed definition needs a new review.
CREATE TABLE hub.micro_frontend (
  id text PRIMARY KEY,
  definition jsonb NOT NULL,
  reviewed_by text,
  reviewed_at timestamptz,
  refused boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
