CREATE TABLE page_feedback (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  path text NOT NULL,
  useful boolean NOT NULL,
  note text,
  language text NOT NULL,
  given_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX page_feedback_given_at ON page_feedback (given_at DESC);
CREATE INDEX page_feedback_path ON page_feedback (path);
