-- Every file of a programme in the plugin's store: what is deleted with it, and what the report of storage sums up.
CREATE TABLE programme_file (
  key text PRIMARY KEY,
  -- Outlives the programme until the file is really gone.
  programme uuid NOT NULL,
  bytes bigint NOT NULL,
  added_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX programme_file_programme ON programme_file (programme);
