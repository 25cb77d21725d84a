-- How a person likes to read (text size, theme, contrast, motion, digits), to follow them from device to device.
CREATE TABLE hub.reading_setting (
  person_id uuid PRIMARY KEY REFERENCES hub.person ON DELETE CASCADE,
  settings jsonb NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);
