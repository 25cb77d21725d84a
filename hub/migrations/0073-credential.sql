-- A person's own user name and password of a connected system, sealed with the hub's key.
CREATE TABLE hub.credential (
  person_id uuid NOT NULL,
  system_id text NOT NULL,
  sealed text NOT NULL,
  refused boolean NOT NULL DEFAULT false,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person_id, system_id)
);
