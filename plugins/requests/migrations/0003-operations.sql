-- A letter that a step of a procedure has written is written once.
ALTER TABLE letter ADD COLUMN key text UNIQUE;

-- Slots that are kept for persons: so many in one half of a day.
CREATE TABLE booking (
  key text PRIMARY KEY,
  request text NOT NULL REFERENCES request ON DELETE CASCADE,
  what text NOT NULL,
  day date NOT NULL,
  period text NOT NULL CHECK (period IN ('morning', 'afternoon')),
  state text NOT NULL DEFAULT 'kept' CHECK (state IN ('kept', 'freed', 'missed'))
);
CREATE INDEX booking_slot ON booking (what, day, period) WHERE state = 'kept';
CREATE INDEX booking_request ON booking (request);

-- What the gateway after an awaited message asks for, when whoever tells it knows.
ALTER TABLE told ADD COLUMN decision text;
