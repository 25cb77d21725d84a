-- Every call between the hub and a system: only ever added to. Each row's hash covers the hash before it and the hash of its text.
CREATE TABLE hub.exchange (
  number bigint PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  at timestamptz NOT NULL,
  ms integer NOT NULL,
  system_id text NOT NULL,
  operation text NOT NULL,
  effect text NOT NULL,
  outcome text NOT NULL,
  person_id text,
  case_number text,
  plugin text,
  request_id text NOT NULL,
  -- The exact text that was hashed: JSON of the whole record, with the hashes of both messages.
  body text NOT NULL,
  previous text NOT NULL,
  hash text NOT NULL
);
CREATE INDEX exchange_system ON hub.exchange (system_id, number DESC);
CREATE INDEX exchange_case ON hub.exchange (case_number, number DESC) WHERE case_number IS NOT NULL;
CREATE INDEX exchange_person ON hub.exchange (person_id, number DESC) WHERE person_id IS NOT NULL;
CREATE INDEX exchange_request ON hub.exchange (request_id);
CREATE INDEX exchange_bad ON hub.exchange (number DESC) WHERE outcome <> 'ok';

-- What went over the wire; kept for its retention, while the chain above keeps its hashes for good.
CREATE TABLE hub.exchange_message (
  exchange_id uuid NOT NULL,
  side text NOT NULL CHECK (side IN ('request', 'response')),
  at timestamptz NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (exchange_id, side)
);
CREATE INDEX exchange_message_at ON hub.exchange_message (at);

-- The chain's end at a moment, signed by the hub's evidence key.
CREATE TABLE hub.exchange_checkpoint (
  number bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  hash text NOT NULL,
  jws text NOT NULL
);

-- The hub's evidence keys (Ed25519), private part sealed; never removed, so that old evidence stays provable.
CREATE TABLE hub.evidence_key (
  kid text PRIMARY KEY,
  public_jwk jsonb NOT NULL,
  sealed_private text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION hub.refuse_exchange_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'exchange records cannot be changed or removed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER exchange_append_only BEFORE UPDATE OR DELETE ON hub.exchange FOR EACH ROW EXECUTE FUNCTION hub.refuse_exchange_change();
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON hub.exchange FOR EACH STATEMENT EXECUTE FUNCTION hub.refuse_exchange_change();
CREATE TRIGGER exchange_checkpoint_append_only BEFORE UPDATE OR DELETE ON hub.exchange_checkpoint FOR EACH ROW EXECUTE FUNCTION hub.refuse_exchange_change();
