-- Programmes in an order, made by the office of a unit. A programme may be in several, and in one several times.
CREATE TABLE playlist (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Optimistic concurrency: each change raises it.
  version integer NOT NULL DEFAULT 1,
  unit text NOT NULL,
  title_ar text NOT NULL,
  title_en text NOT NULL,
  about_ar text NOT NULL DEFAULT '',
  about_en text NOT NULL DEFAULT '',
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE playlist_item (
  playlist uuid NOT NULL REFERENCES playlist ON DELETE CASCADE,
  position integer NOT NULL,
  programme uuid NOT NULL REFERENCES programme ON DELETE CASCADE,
  PRIMARY KEY (playlist, position)
);
CREATE INDEX playlist_item_programme ON playlist_item (programme);

-- A station of its own: video or radio, with a schedule and followers.
CREATE TABLE channel (
  slug text PRIMARY KEY CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  version integer NOT NULL DEFAULT 1,
  kind text NOT NULL CHECK (kind IN ('video', 'audio')),
  unit text NOT NULL,
  title_ar text NOT NULL,
  title_en text NOT NULL,
  about_ar text NOT NULL DEFAULT '',
  about_en text NOT NULL DEFAULT '',
  -- Key in the plugin's files.
  poster text,
  -- Runs whenever nothing is planned.
  filler uuid REFERENCES playlist ON DELETE RESTRICT,
  open boolean NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX channel_filler ON channel (filler);

ALTER TABLE programme ADD COLUMN channel text REFERENCES channel ON DELETE SET NULL;
CREATE INDEX programme_channel ON programme (channel, published_at DESC) WHERE channel IS NOT NULL;

-- What a channel sends from a moment on, once or again and again.
CREATE TABLE schedule_entry (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  channel text NOT NULL REFERENCES channel ON DELETE CASCADE,
  -- A planned broadcast is a programme too; it is told apart since the linear stream leaves it to the broadcast's own.
  kind text NOT NULL CHECK (kind IN ('programme', 'playlist', 'broadcast')),
  programme uuid REFERENCES programme ON DELETE CASCADE,
  playlist uuid REFERENCES playlist ON DELETE RESTRICT,
  first_at timestamptz NOT NULL,
  repeat text NOT NULL CHECK (repeat IN ('once', 'daily', 'weekly')),
  -- Days in Riyadh, 0 = Sunday.
  weekdays smallint[] NOT NULL DEFAULT '{}',
  -- The last moment at which it may begin.
  last_at timestamptz NOT NULL,
  -- Planned length of a broadcast.
  minutes integer CHECK (minutes > 0),
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((kind = 'playlist') = (playlist IS NOT NULL) AND (kind = 'playlist') = (programme IS NULL)),
  CHECK ((kind = 'broadcast') = (minutes IS NOT NULL)),
  CHECK (last_at >= first_at)
);
CREATE INDEX schedule_entry_channel ON schedule_entry (channel, last_at);
CREATE INDEX schedule_entry_programme ON schedule_entry (programme);
CREATE INDEX schedule_entry_playlist ON schedule_entry (playlist);
