-- What an older system gave as cookies to a person's session, sealed: any replica goes on with the same session there, and can end it.
CREATE TABLE hub.system_cookies (
  session_id uuid NOT NULL REFERENCES hub.session ON DELETE CASCADE,
  system_id text NOT NULL,
  sealed text NOT NULL,
  signed_in_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (session_id, system_id)
);
