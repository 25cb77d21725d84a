CREATE TABLE rating (
  service_code text NOT NULL,
  person_id text NOT NULL,
  stars smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
  note text,
  rated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (service_code, person_id)
);

CREATE TABLE problem_report (
  reference text PRIMARY KEY,
  service_code text NOT NULL,
  description text NOT NULL,
  language text NOT NULL,
  reported_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX problem_report_reported_at ON problem_report (reported_at DESC);

CREATE TABLE card_visit (
  service_code text PRIMARY KEY,
  visits bigint NOT NULL
);
