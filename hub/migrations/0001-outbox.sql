-- Extensions that every room may build on; trusted ones, the owner of the database may make them.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS ltree WITH SCHEMA public;

REVOKE ALL ON SCHEMA hub FROM PUBLIC;

-- Events wait here from the commit of the change until every handler has taken them.
CREATE TABLE hub.outbox (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  type text NOT NULL,
  source text NOT NULL,
  subject text NOT NULL,
  data jsonb NOT NULL,
  occurred_at timestamptz NOT NULL DEFAULT now(),
  attempts int NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  last_error text
);
CREATE INDEX outbox_subject ON hub.outbox (subject, position);

-- Which handlers of a waiting event are done, so that a retry runs only the others.
CREATE TABLE hub.outbox_handled (
  position bigint NOT NULL REFERENCES hub.outbox ON DELETE CASCADE,
  handler text NOT NULL,
  PRIMARY KEY (position, handler)
);

-- The only way into the outbox, also for plugins' roles. Emits of one subject are serialised up to their commit, so positions of a
-- subject are in the order of its commits. A plugin's role may only speak in its own name.
CREATE FUNCTION hub.emit(event_type text, event_source text, event_subject text, event_data jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, pg_temp AS $$
DECLARE
  event_id uuid;
BEGIN
  IF session_user::text LIKE 'plugin\_%@%'
     AND 'plugin_' || replace(split_part(event_type, '.', 1), '-', '_') <> split_part(session_user::text, '@', 1) THEN
    RAISE EXCEPTION 'role % may not emit %', session_user, event_type USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('outbox ' || event_subject, 0));
  INSERT INTO outbox (type, source, subject, data) VALUES (event_type, event_source, event_subject, event_data) RETURNING id INTO event_id;
  PERFORM pg_notify('amanah_outbox', '');
  RETURN event_id;
END $$;
REVOKE ALL ON FUNCTION hub.emit(text, text, text, jsonb) FROM PUBLIC;
