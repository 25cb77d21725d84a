-- What belongs to a request that ended long ago, folded into one row: the request itself stays where lists, search and earlier cases find it.
CREATE TABLE past_request (
  request text NOT NULL REFERENCES request ON DELETE CASCADE,
  ended_at timestamptz NOT NULL,
  -- Rows of the tables of these names, as they were.
  tasks jsonb NOT NULL,
  outside_steps jsonb NOT NULL,
  told jsonb NOT NULL,
  happenings jsonb NOT NULL,
  letters jsonb NOT NULL,
  -- Officials who closed its tasks: what is kept of them is found by it.
  officials text[] NOT NULL,
  PRIMARY KEY (request, ended_at)
) PARTITION BY RANGE (ended_at);
CREATE INDEX past_request_officials ON past_request USING gin (officials);
-- Years that have no table of their own yet; the job makes one for each year (in Riyadh) and moves such rows there.
CREATE TABLE past_request_rest PARTITION OF past_request DEFAULT;

ALTER TABLE request ADD COLUMN archived_at timestamptz;
CREATE INDEX request_to_archive ON request (ended_at) WHERE ended_at IS NOT NULL AND archived_at IS NULL;

-- What was ever there, whether it has been folded or not. A column that is added to one of these tables is folded without more, and read when it is named here.
CREATE VIEW task_ever AS
  SELECT request, token, step, service, lane, role, unit, holder, form, opened_at, due_at, closed_at, decision, reasons, note, closed_by, closed_name, closed_for FROM task
  UNION ALL
  SELECT p.request, t.token, t.step, t.service, t.lane, t.role, t.unit, t.holder, t.form, t.opened_at, t.due_at, t.closed_at, t.decision, t.reasons, t.note, t.closed_by,
    t.closed_name, t.closed_for
  FROM past_request p, jsonb_populate_recordset(NULL::task, p.tasks) AS t;

CREATE VIEW outside_step_ever AS
  SELECT request, token, step, operation, undoes, state, opened_at, tried, last_error, ended_at FROM outside_step
  UNION ALL
  SELECT p.request, s.token, s.step, s.operation, s.undoes, s.state, s.opened_at, s.tried, s.last_error, s.ended_at
  FROM past_request p, jsonb_populate_recordset(NULL::outside_step, p.outside_steps) AS s;

CREATE VIEW happening_ever AS
  SELECT request, nth, at, kind, step, by_person, by_name, data FROM happening
  UNION ALL
  SELECT p.request, h.nth, h.at, h.kind, h.step, h.by_person, h.by_name, h.data FROM past_request p, jsonb_populate_recordset(NULL::happening, p.happenings) AS h;

CREATE VIEW letter_ever AS
  SELECT id, request, from_applicant, person_id, person_name, body, written_at FROM letter
  UNION ALL
  SELECT l.id, p.request, l.from_applicant, l.person_id, l.person_name, l.body, l.written_at FROM past_request p, jsonb_populate_recordset(NULL::letter, p.letters) AS l;

-- For an operator, see docs/guides/run-in-production.md: takes the years out of the archive that ended more than so many years ago. Their tables stand alone from then
-- on, to be kept elsewhere and dropped; requests themselves stay. Without `really` it only says which ones. Years without a table of their own are not touched.
CREATE FUNCTION retire_past_requests(keep_years integer, really boolean DEFAULT false) RETURNS TABLE (year integer, partition text, requests bigint, bytes bigint, retired boolean)
LANGUAGE plpgsql AS $$
BEGIN
  IF keep_years IS NULL OR keep_years < 1 THEN RAISE EXCEPTION 'keep_years: at least one year is kept'; END IF;
  FOR year, partition IN
    SELECT substring(c.relname FROM '\d{4}$')::integer AS of_year, c.oid::regclass::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'past_request'::regclass AND c.relname ~ '^past_request_\d{4}$' ORDER BY of_year
  LOOP
    CONTINUE WHEN year >= extract(year FROM now() AT TIME ZONE 'Asia/Riyadh') - keep_years;
    EXECUTE format('SELECT count(*) FROM %s', partition) INTO requests;
    bytes := pg_total_relation_size(partition);
    retired := really;
    IF really THEN EXECUTE format('ALTER TABLE past_request DETACH PARTITION %s', partition); END IF;
    RETURN NEXT;
  END LOOP;
END $$;
