-- Who serves a port for a unit and everything below it, as decided in the operations pages; wins over the configuration's files.
CREATE TABLE hub.port_assignment (
  port text NOT NULL,
  unit text NOT NULL,
  -- { "system": id } or { "plugin": id }
  provider jsonb NOT NULL,
  assigned_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (port, unit)
);
