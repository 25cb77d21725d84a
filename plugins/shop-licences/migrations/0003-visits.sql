-- Appointments of inspectors: one inspector at one place in an hour.
CREATE TABLE visit (
  key text PRIMARY KEY,
  request text NOT NULL,
  unit text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('before-licence', 'after-licence', 'expired')),
  district text,
  day date NOT NULL,
  hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
  -- Account of the inspector; empty where the unit has none: the head of inspection assigns it.
  inspector text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'cancelled')),
  made_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX visit_slot ON visit (inspector, day, hour) WHERE state = 'planned' AND inspector <> '';
CREATE INDEX visit_request ON visit (request);
CREATE INDEX visit_district ON visit (unit, district, made_at);

-- Requests that wait for a certificate of Civil Defense.
CREATE TABLE safety_wait (
  request text PRIMARY KEY,
  unified_number text NOT NULL,
  short_address text,
  activity text,
  since timestamptz NOT NULL DEFAULT now()
);
