CREATE TABLE notification (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id text NOT NULL,
  key text NOT NULL,
  title_ar text NOT NULL,
  title_en text NOT NULL,
  target text NOT NULL,
  sent_at timestamptz NOT NULL DEFAULT now(),
  read_at timestamptz,
  UNIQUE (person_id, key)
);
CREATE INDEX notification_person ON notification (person_id, id DESC);
