-- Planned maintenance of a connected system, whether it comes from a file or from a row; ends by itself at its time.
CREATE TABLE hub.system_maintenance (
  system_id text PRIMARY KEY,
  until timestamptz NOT NULL,
  -- both languages, shown to people; null: no note
  note jsonb,
  set_at timestamptz NOT NULL DEFAULT now()
);
