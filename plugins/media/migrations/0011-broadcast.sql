-- The live side of a programme of origin `live`.
CREATE TABLE broadcast (
  programme uuid PRIMARY KEY REFERENCES programme ON DELETE CASCADE,
  -- SHA-256 of the one-time key of its encoder; NULL once the broadcast is over.
  key_hash text UNIQUE,
  key_issued_at timestamptz,
  -- none: nothing has come yet; on: it comes; away: it broke off just now; slate: viewers see that it is interrupted.
  signal text NOT NULL DEFAULT 'none' CHECK (signal IN ('none', 'on', 'away', 'slate')),
  away_since timestamptz,
  source text CHECK (source IN ('rtmp', 'browser')),
  -- Sound with a still picture: asked for, or because the link is too weak.
  sound_only text CHECK (sound_only IN ('asked', 'weak')),
  end_asked boolean NOT NULL DEFAULT false,
  runs integer NOT NULL DEFAULT 0,
  -- The process in which it runs, until its lease ends.
  holder uuid,
  holder_until timestamptz,
  -- What the media office watches: kbps, fps, frames dropped, speed …
  monitor jsonb,
  -- Code and parameters of an error of the catalogue: why the last encoder was refused or sent away.
  problem jsonb,
  -- Seconds between which the recording is shown; NULL: all of it.
  trim_from numeric(9, 3),
  trim_to numeric(9, 3),
  -- Once the segments lie in one file a variant.
  packed_at timestamptz
);
CREATE INDEX broadcast_holder ON broadcast (holder) WHERE holder IS NOT NULL;

-- One run of ffmpeg: between two of them players meet a discontinuity.
CREATE TABLE live_run (
  programme uuid NOT NULL REFERENCES broadcast ON DELETE CASCADE,
  number integer NOT NULL,
  variant text NOT NULL CHECK (variant IN ('v', 'a')),
  codecs text NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  slate boolean NOT NULL,
  -- Variants that this run has: it is shown once each has a segment.
  variants integer NOT NULL,
  init_bytes integer NOT NULL,
  init_at bigint,
  PRIMARY KEY (programme, number, variant)
);

CREATE TABLE live_segment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  programme uuid NOT NULL REFERENCES broadcast ON DELETE CASCADE,
  variant text NOT NULL,
  run integer NOT NULL,
  number integer NOT NULL,
  seconds numeric(9, 6) NOT NULL,
  bytes integer NOT NULL,
  -- When its first picture arrived.
  began_at timestamptz NOT NULL,
  -- Where it begins in the file of its variant, once packed.
  at_byte bigint,
  UNIQUE (programme, variant, run, number)
);
CREATE INDEX live_segment_new ON live_segment (programme, id);

-- Processes that take encoders, and those that only answer viewers: what they say of themselves holds for seconds.
CREATE TABLE live_server (
  id uuid PRIMARY KEY,
  -- Where it takes encoders now, and where it did last: after a start they find it there again.
  rtmp_port integer,
  last_port integer,
  seen_at timestamptz NOT NULL
);

-- How many players read a broadcast from one process just now; nothing about whose they are.
CREATE TABLE live_viewers (
  programme uuid NOT NULL REFERENCES broadcast ON DELETE CASCADE,
  server uuid NOT NULL,
  count integer NOT NULL,
  counted_at timestamptz NOT NULL,
  PRIMARY KEY (programme, server)
);
