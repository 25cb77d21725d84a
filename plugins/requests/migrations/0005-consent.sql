-- What another party is asked to consent to before a request goes on. Who it is stands in the request: a person by national number, and for some an establishment.
CREATE TABLE consent (
  request text NOT NULL REFERENCES request,
  key text PRIMARY KEY,
  national_id text NOT NULL CHECK (national_id ~ '^[12]\d{9}$'),
  unified_number text,
  asked_at timestamptz NOT NULL DEFAULT now(),
  answer text CHECK (answer IN ('given', 'refused')),
  answered_at timestamptz,
  person_id text,
  CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (person_id IS NULL))
);
CREATE INDEX consent_party ON consent (national_id, asked_at);
CREATE INDEX consent_request ON consent (request);
