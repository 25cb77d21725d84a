-- Secrets of connected systems, each sealed for its system and name with the hub's key, which is not in the database.
CREATE TABLE hub.system_secret (
  system_id text NOT NULL,
  name text NOT NULL,
  sealed text NOT NULL,
  set_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (system_id, name)
);

-- Files given with a definition: a WSDL, an OpenAPI document, a certification authority.
CREATE TABLE hub.system_file (
  system_id text NOT NULL,
  path text NOT NULL,
  content bytea NOT NULL,
  sha256 text NOT NULL,
  set_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (system_id, path)
);
