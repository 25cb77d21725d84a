-- What operators let a client do in the hub's own API under its own name: a permission on a unit and everything below it.
CREATE TABLE hub.client_grant (
  client_id text NOT NULL REFERENCES hub.client ON DELETE CASCADE,
  permission text NOT NULL,
  unit text NOT NULL,
  granted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (client_id, permission, unit)
);

-- Nothing of a disabled client is taken. Access tokens of an earlier generation have ended: it changes with the secret and when the client is disabled.
ALTER TABLE hub.client ADD COLUMN disabled_at timestamptz, ADD COLUMN generation integer NOT NULL DEFAULT 1;
