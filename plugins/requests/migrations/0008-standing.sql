-- How many running requests stand at each step, kept as they move, so that nobody counts them: analysts see them live. Each move adds what it changed; a job sums it up.
-- A count in one row would have the moves of a procedure wait for each other.
CREATE TABLE standing (
  procedure text NOT NULL,
  -- Unit that decides the request.
  unit text NOT NULL,
  step text NOT NULL,
  requests bigint NOT NULL
);
CREATE INDEX standing_at ON standing (procedure, unit, step);

INSERT INTO standing (procedure, unit, step, requests)
SELECT procedure, unit, token->>'at', count(*) FROM request, jsonb_array_elements(progress->'tokens') AS token WHERE ended_at IS NULL GROUP BY 1, 2, 3;

CREATE FUNCTION note_standing() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO standing (procedure, unit, step, requests)
  SELECT procedure, unit, step, sum(change) FROM (
    SELECT OLD.procedure, OLD.unit, token->>'at', -1 FROM jsonb_array_elements(OLD.progress->'tokens') AS token WHERE OLD.ended_at IS NULL
    UNION ALL
    SELECT NEW.procedure, NEW.unit, token->>'at', 1 FROM jsonb_array_elements(NEW.progress->'tokens') AS token WHERE NEW.ended_at IS NULL
  ) AS changed (procedure, unit, step, change) GROUP BY 1, 2, 3 HAVING sum(change) <> 0;
  RETURN NULL;
END $$;
-- A request is opened before its procedure starts: it stands nowhere then.
CREATE TRIGGER request_standing_opened AFTER INSERT ON request FOR EACH ROW WHEN (jsonb_array_length(NEW.progress->'tokens') > 0) EXECUTE FUNCTION note_standing();
CREATE TRIGGER request_standing AFTER DELETE OR UPDATE OF procedure, unit, progress, ended_at ON request FOR EACH ROW EXECUTE FUNCTION note_standing();

-- Of which procedure and unit a late task is, read from the index alone. None of it changes with a move.
CREATE INDEX request_of_task ON request (number) INCLUDE (procedure, unit) WHERE ended_at IS NULL;
