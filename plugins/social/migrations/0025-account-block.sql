-- Servers and accounts of the Fediverse that our own account has nothing to do with, until the block is lifted.
CREATE TABLE account_block (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL CHECK (kind IN ('server', 'account')),
  -- A server's name in lower case and ASCII, without port; an account as @name@server, or the address by which servers know it.
  address text NOT NULL,
  reason text NOT NULL,
  person_id text NOT NULL,
  person_name jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (kind, address)
);

-- Name of the server in an address as URLs are written out: lower case and ASCII already; sign-in, port and a last dot are left out.
CREATE FUNCTION server_of(address text) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT rtrim(substring(address FROM '^[a-z]+://(?:[^/?#]*@)?(\[[^]]+\]|[^/:?#]+)'), '.') $$;

-- A server that is blocked is so with everything below it.
CREATE FUNCTION lies_under(server text, blocked text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
  $$ SELECT server = blocked OR right(server, length(blocked) + 1) = '.' || blocked $$;
