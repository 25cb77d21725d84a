-- Documents that were given out. A row without `sha256` is one that is being made, or whose making broke: the same key makes it whole, and until then nobody sees it.
CREATE TABLE document (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  key text NOT NULL UNIQUE,
  code text NOT NULL UNIQUE CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
  template text NOT NULL,
  title_ar text NOT NULL,
  title_en text NOT NULL,
  subject text NOT NULL,
  unit text NOT NULL,
  public_facts jsonb NOT NULL,
  valid_until date,
  -- Days as they are printed, in both calendars (identifiers.md, section 8).
  made_on_words jsonb NOT NULL,
  valid_until_words jsonb,
  made_at timestamptz NOT NULL DEFAULT now(),
  sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  bytes integer,
  withdrawn_at timestamptz,
  withdrawn_ar text,
  withdrawn_en text,
  replaced_by uuid REFERENCES document,
  CHECK ((sha256 IS NULL) = (bytes IS NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_ar IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_en IS NULL))
);
CREATE INDEX document_subject ON document (subject, made_at DESC);

CREATE TABLE reader (
  person_id text NOT NULL,
  document_id uuid NOT NULL REFERENCES document,
  PRIMARY KEY (person_id, document_id)
);
CREATE INDEX reader_document ON reader (document_id);
