-- Optimistic concurrency of the editor; each change raises it.
ALTER TABLE track ADD COLUMN version integer NOT NULL DEFAULT 1;

-- What is said, by moment, for the search: made anew with each change of the track.
CREATE TABLE transcript_line (
  programme uuid NOT NULL,
  language text NOT NULL,
  at_seconds numeric(9, 3) NOT NULL,
  to_seconds numeric(9, 3) NOT NULL,
  text text NOT NULL,
  folded text NOT NULL,
  FOREIGN KEY (programme, language) REFERENCES track ON DELETE CASCADE
);
CREATE INDEX transcript_line_programme ON transcript_line (programme, language, at_seconds);
CREATE INDEX transcript_line_folded ON transcript_line USING gin (folded public.gin_trgm_ops);
