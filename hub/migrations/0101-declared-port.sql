-- Ports that the plugins of the running hub need and offer to serve: a command line starts no plugins and reads them here.
CREATE TABLE hub.declared_port (
  port text PRIMARY KEY,
  title jsonb NOT NULL,
  -- Operation → effect, in the order in which the port names them.
  operations json NOT NULL,
  -- Plugins that offer to serve it.
  plugins text[] NOT NULL,
  place int NOT NULL
);
