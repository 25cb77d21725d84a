-- ES256 keys of the hub; the private part is sealed. Retired keys stay published until what they signed has run out.
CREATE TABLE hub.signing_key (
  kid text PRIMARY KEY,
  public_jwk jsonb NOT NULL,
  sealed_private text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  retired_at timestamptz
);
CREATE UNIQUE INDEX signing_key_current ON hub.signing_key ((true)) WHERE retired_at IS NULL;

-- Systems that sign in by OpenID Connect.
CREATE TABLE hub.client (
  id text PRIMARY KEY,
  definition jsonb NOT NULL,
  -- sealed, since OpenID Connect needs the secret itself for some methods; null for public clients
  sealed_secret text,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE hub.consent (
  person_id uuid NOT NULL REFERENCES hub.person ON DELETE CASCADE,
  client_id text NOT NULL REFERENCES hub.client ON DELETE CASCADE,
  scopes text[] NOT NULL,
  granted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person_id, client_id)
);
