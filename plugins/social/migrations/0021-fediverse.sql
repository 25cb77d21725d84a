-- The Amanah's own account in the Fediverse.
CREATE TABLE actor_key (
  kind text PRIMARY KEY CHECK (kind IN ('rsa', 'ed25519')),
  public_jwk jsonb NOT NULL,
  private_sealed text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE follower (
  actor text PRIMARY KEY,
  handle text NOT NULL,
  inbox text NOT NULL,
  -- One address for all followers of a server, where it has one.
  shared_inbox text,
  since timestamptz NOT NULL DEFAULT now()
);

-- An activity on its way to one server: sent again until it was taken or the server is given up. Receivers know it by the activity's id.
CREATE TABLE activity_delivery (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  activity text NOT NULL,
  document jsonb NOT NULL,
  inbox text NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'done', 'given-up')),
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  problem text,
  UNIQUE (activity, inbox)
);
CREATE INDEX activity_delivery_due ON activity_delivery (due_at) WHERE state = 'queued';
-- Within a server, in the order of their making.
CREATE INDEX activity_delivery_inbox ON activity_delivery (inbox, id) WHERE state = 'queued';

-- What fedify remembers: documents of other servers, activities that were taken, signatures that were used.
CREATE TABLE federation_memory (
  key text PRIMARY KEY,
  value jsonb NOT NULL,
  until timestamptz
);
CREATE INDEX federation_memory_until ON federation_memory (until);

-- Notes of ours as others fetch them; a note that is gone answers with its tombstone.
CREATE TABLE note (
  post uuid PRIMARY KEY,
  document jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  gone boolean NOT NULL DEFAULT false
);
CREATE INDEX note_published ON note (published_at DESC, post) WHERE NOT gone;
