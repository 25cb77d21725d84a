-- What the OpenID provider keeps: sessions, interactions, grants, codes, tokens. One row per artefact.
CREATE TABLE hub.oidc_state (
  model text NOT NULL,
  id text NOT NULL,
  payload jsonb NOT NULL,
  grant_id text,
  uid text,
  expires_at timestamptz,
  consumed_at timestamptz,
  PRIMARY KEY (model, id)
);
CREATE INDEX oidc_state_grant ON hub.oidc_state (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX oidc_state_uid ON hub.oidc_state (model, uid) WHERE uid IS NOT NULL;
CREATE INDEX oidc_state_expires ON hub.oidc_state (expires_at);

-- Under which portal session a client was signed in: both end together. No foreign key: ending is done by sign-out, which also tells the client.
CREATE TABLE hub.oidc_grant (
  grant_id text PRIMARY KEY,
  session_id uuid NOT NULL,
  person_id uuid NOT NULL REFERENCES hub.person ON DELETE CASCADE,
  client_id text NOT NULL REFERENCES hub.client ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX oidc_grant_session ON hub.oidc_grant (session_id);
