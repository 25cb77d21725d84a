-- Who may sign in, by what, and the sessions that follow.
CREATE TABLE hub.person (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  username text UNIQUE,
  national_id text UNIQUE,
  name_ar text NOT NULL,
  name_en text NOT NULL,
  email text,
  mobile text,
  birth_date text,
  nationality text,
  password_hash text,
  -- none | totp: what a password sign-in asks for besides the password; `none` exists in the demo profile only
  second_factor text NOT NULL DEFAULT 'totp' CHECK (second_factor IN ('none', 'totp')),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE hub.factor (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES hub.person ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('totp')),
  sealed_secret text NOT NULL,
  -- the time step of the last code taken: a code works once
  last_step bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  UNIQUE (person_id, kind)
);

-- In which capacities a person may act: a post in a unit, work in an office, or for another government body.
CREATE TABLE hub.affiliation (
  person_id uuid NOT NULL REFERENCES hub.person ON DELETE CASCADE,
  capacity_id text NOT NULL,
  capacity jsonb NOT NULL,
  PRIMARY KEY (person_id, capacity_id)
);

CREATE TABLE hub.role_holding (
  person_id uuid NOT NULL REFERENCES hub.person ON DELETE CASCADE,
  -- `self`, or the capacity in which the role is held
  capacity_id text NOT NULL DEFAULT 'self',
  role text NOT NULL,
  unit text NOT NULL,
  PRIMARY KEY (person_id, capacity_id, role, unit)
);

CREATE TABLE hub.session (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  token_hash bytea NOT NULL UNIQUE,
  person_id uuid NOT NULL REFERENCES hub.person ON DELETE CASCADE,
  capacity_id text NOT NULL DEFAULT 'self',
  capacity jsonb NOT NULL,
  method text NOT NULL,
  acr text NOT NULL,
  authenticated_at timestamptz NOT NULL DEFAULT now(),
  device text NOT NULL,
  address text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  absolute_expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX session_person ON hub.session (person_id) WHERE revoked_at IS NULL;

-- A system's own host has a cookie of its own, handed over by a one-time ticket.
CREATE TABLE hub.system_session (
  token_hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES hub.session ON DELETE CASCADE,
  system_id text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE hub.ticket (
  token_hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES hub.session ON DELETE CASCADE,
  system_id text NOT NULL,
  browser_hash bytea NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE TABLE hub.session_reached (
  session_id uuid NOT NULL REFERENCES hub.session ON DELETE CASCADE,
  system_id text NOT NULL,
  PRIMARY KEY (session_id, system_id)
);

-- A sign-in under way: between password and code, or while the national provider is asked.
CREATE TABLE hub.sign_in_attempt (
  token_hash bytea PRIMARY KEY,
  data jsonb NOT NULL,
  expires_at timestamptz NOT NULL
);

-- Failures counted by key within a window.
CREATE TABLE hub.throttle (
  key text PRIMARY KEY,
  failures integer NOT NULL,
  resets_at timestamptz NOT NULL
);
