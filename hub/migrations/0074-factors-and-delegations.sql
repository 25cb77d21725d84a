-- Further factors: passkeys, recovery codes, codes by e-mail; and delegations from one person to another.
ALTER TABLE hub.person DROP CONSTRAINT person_second_factor_check;
ALTER TABLE hub.person ADD CONSTRAINT person_second_factor_check CHECK (second_factor IN ('none', 'totp', 'email'));

CREATE TABLE hub.passkey (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES hub.person ON DELETE CASCADE,
  -- base64url, as browsers name the credential
  credential_id text NOT NULL UNIQUE,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL DEFAULT '{}',
  label text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz
);
CREATE INDEX passkey_person ON hub.passkey (person_id);

-- What a browser was asked to sign: bound to a cookie or a session of that browser, taken once.
CREATE TABLE hub.passkey_challenge (
  binding bytea PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('register', 'sign-in', 'step-up')),
  challenge text NOT NULL,
  expires_at timestamptz NOT NULL
);

-- An authenticator app is kept only after its first code has been shown to work.
CREATE TABLE hub.totp_offer (
  person_id uuid PRIMARY KEY REFERENCES hub.person ON DELETE CASCADE,
  sealed_secret text NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE TABLE hub.recovery_code (
  person_id uuid NOT NULL REFERENCES hub.person ON DELETE CASCADE,
  -- keyed hash: the table alone lets nobody try codes
  code_hash bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz,
  PRIMARY KEY (person_id, code_hash)
);

CREATE TABLE hub.email_code (
  -- the sign-in attempt or session it was sent for
  binding bytea PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES hub.person ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL
);

-- A delegation (rules.md B8): from a person, or from an establishment by one who may act for it, to the holder of a national id.
CREATE TABLE hub.delegation (
  id text PRIMARY KEY DEFAULT gen_random_uuid()::text,
  -- PersonRef or EstablishmentRef
  principal jsonb NOT NULL,
  -- null: put there by the configuration of the demo
  given_by uuid REFERENCES hub.person ON DELETE CASCADE,
  delegate_national_id text NOT NULL,
  -- codes of services; a delegation without services lets nothing be done
  services text[] NOT NULL CHECK (cardinality(services) > 0),
  -- units whose services it covers; empty = all
  units text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  ended_at timestamptz,
  ended_by uuid,
  CHECK (expires_at > created_at)
);
CREATE INDEX delegation_delegate ON hub.delegation (delegate_national_id) WHERE ended_at IS NULL;
CREATE INDEX delegation_given_by ON hub.delegation (given_by);
