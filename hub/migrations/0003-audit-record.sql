-- What was done, by whom: only ever added to. Each row's hash covers its text and the hash before it.
CREATE TABLE hub.audit_record (
  number bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  action text NOT NULL,
  actor text,
  subject text NOT NULL,
  request_id text NOT NULL,
  -- The exact text that was hashed: JSON of the whole record.
  body text NOT NULL,
  previous text NOT NULL,
  hash text NOT NULL UNIQUE
);
CREATE INDEX audit_record_subject ON hub.audit_record (subject, number DESC);
CREATE INDEX audit_record_actor ON hub.audit_record (actor, number DESC);

CREATE FUNCTION hub.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit records cannot be changed or removed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_record_append_only BEFORE UPDATE OR DELETE ON hub.audit_record FOR EACH ROW EXECUTE FUNCTION hub.refuse_audit_change();
CREATE TRIGGER audit_record_no_truncate BEFORE TRUNCATE ON hub.audit_record FOR EACH STATEMENT EXECUTE FUNCTION hub.refuse_audit_change();
