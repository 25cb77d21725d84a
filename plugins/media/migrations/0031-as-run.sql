-- What the linear stream of a channel sends: written a little ahead of the clock, while somebody listens, and never changed. Every process and every
-- listener gets the same by it.
CREATE TABLE as_run (
  channel text NOT NULL REFERENCES channel ON DELETE CASCADE,
  number bigint NOT NULL,
  -- Microseconds since 1970: lengths are added up, and nothing may be lost by rounding.
  begins_us bigint NOT NULL,
  ends_us bigint NOT NULL,
  -- A part of a programme that goes through without a break: the edition (0: the recording of a broadcast) and the run of its encoder (0: an edition has one).
  programme uuid NOT NULL,
  edition integer NOT NULL,
  part integer NOT NULL,
  -- Microseconds within the part.
  from_us bigint NOT NULL,
  to_us bigint NOT NULL,
  -- When the programme began on this channel.
  programme_us bigint NOT NULL,
  -- Whether the programme is over with it.
  last boolean NOT NULL,
  -- The entry by which it was sent and the moment for which that was planned; NULL: the filler.
  entry uuid,
  planned_us bigint,
  -- The playlist, and the programme's place in it.
  playlist uuid,
  position integer NOT NULL,
  -- Discontinuities from the channel's beginning to the first segment of the row, that before it included.
  discontinuity bigint NOT NULL,
  -- By variant the number of its first segment and how many there are: {"a": [120, 5]}.
  segments jsonb NOT NULL,
  PRIMARY KEY (channel, number)
);
CREATE INDEX as_run_ends ON as_run (channel, ends_us);
