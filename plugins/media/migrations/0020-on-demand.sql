-- What a file is for, so that the report of storage can tell; a file is noted before it is written, so that none is there of which nobody knows.
ALTER TABLE programme_file
  ADD COLUMN kind text NOT NULL DEFAULT 'recording' CHECK (kind IN ('upload', 'original', 'rendition', 'picture', 'waveform', 'recording')),
  ADD COLUMN arrived boolean NOT NULL DEFAULT true,
  -- When the nightly check first found that the store does not have it.
  ADD COLUMN missing_at timestamptz;

-- A resumable upload (tus). Its bytes lie as parts until the file has been looked at.
CREATE TABLE upload (
  id uuid PRIMARY KEY,
  programme uuid NOT NULL REFERENCES programme ON DELETE CASCADE,
  -- As the sender's device calls it: shown, never a path.
  name text NOT NULL,
  bytes bigint NOT NULL CHECK (bytes >= 0),
  state text NOT NULL DEFAULT 'arriving' CHECK (state IN ('arriving', 'arrived', 'abandoned')),
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- An upload of which nothing has come for long is abandoned.
  last_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX upload_arriving ON upload (programme) WHERE state = 'arriving';
CREATE INDEX upload_last ON upload (last_at) WHERE state = 'arriving';

CREATE TABLE upload_part (
  upload uuid NOT NULL REFERENCES upload ON DELETE CASCADE,
  at_byte bigint NOT NULL CHECK (at_byte >= 0),
  bytes bigint NOT NULL CHECK (bytes > 0),
  key text NOT NULL,
  PRIMARY KEY (upload, at_byte)
);

-- The file as it was sent, once it has passed the check; never shown to viewers.
CREATE TABLE original (
  programme uuid PRIMARY KEY REFERENCES programme ON DELETE CASCADE,
  key text NOT NULL,
  name text NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  -- What ffprobe said, as far as it is used.
  facts jsonb NOT NULL,
  added_at timestamptz NOT NULL DEFAULT now()
);

-- One way in which a programme is cut and encoded. Viewers get the one in force; the next is made beside it.
CREATE TABLE edition (
  programme uuid NOT NULL REFERENCES programme ON DELETE CASCADE,
  number integer NOT NULL CHECK (number > 0),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  in_force boolean NOT NULL DEFAULT false,
  -- Seconds of the source between which it was encoded; NULL: all of it.
  encode_from numeric(9, 3),
  encode_to numeric(9, 3),
  -- Seconds of the encoded streams between which they are shown, at borders of segments; NULL: all of it.
  show_from numeric(9, 3),
  show_to numeric(9, 3),
  progress real NOT NULL DEFAULT 0,
  tries integer NOT NULL DEFAULT 0,
  problem jsonb,
  -- The process that works on it now, until its lease ends.
  worker uuid,
  lease_until timestamptz,
  added_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (programme, number)
);
CREATE UNIQUE INDEX edition_in_force ON edition (programme) WHERE in_force;
CREATE INDEX edition_to_do ON edition (added_at) WHERE state IN ('waiting', 'running');

-- A finished rung of the ladder: one fragmented MP4 and where its segments lie in it.
CREATE TABLE rendition (
  programme uuid NOT NULL,
  edition integer NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('video', 'audio')),
  width integer,
  height integer,
  codecs text NOT NULL,
  peak_bits integer NOT NULL,
  mean_bits integer NOT NULL,
  stream jsonb NOT NULL,
  key text NOT NULL,
  bytes bigint NOT NULL,
  done_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (programme, edition, name),
  FOREIGN KEY (programme, edition) REFERENCES edition ON DELETE CASCADE
);

-- Still frames to choose the poster from, pictures that show where one seeks to, the wave of the sound.
CREATE TABLE picture (
  programme uuid NOT NULL,
  edition integer NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('frame', 'sprites', 'wave')),
  at_seconds numeric(9, 3),
  -- Sprites: how many pictures a sheet has, in rows and columns, and how many seconds each stands for.
  layout jsonb,
  key text NOT NULL,
  type text NOT NULL,
  PRIMARY KEY (programme, edition, name),
  FOREIGN KEY (programme, edition) REFERENCES edition ON DELETE CASCADE
);
