-- Everything that is watched or heard: a broadcast and the recording that it leaves, an uploaded video or audio.
CREATE TABLE programme (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL CHECK (kind IN ('video', 'audio')),
  origin text NOT NULL CHECK (origin IN ('live', 'upload')),
  state text NOT NULL CHECK (
    state IN ('scheduled', 'live', 'ended', 'uploading', 'checking', 'transcoding', 'ready', 'published', 'refused', 'failed', 'withdrawn')
  ),
  -- Optimistic concurrency: each change of what people wrote raises it.
  version integer NOT NULL DEFAULT 1,
  unit text NOT NULL,
  title_ar text NOT NULL,
  title_en text NOT NULL,
  about_ar text NOT NULL DEFAULT '',
  about_en text NOT NULL DEFAULT '',
  -- What is spoken, BCP 47.
  languages text[] NOT NULL DEFAULT '{ar}',
  -- everyone; signed-in; unit: officials of `unit` and what is below it.
  audience text NOT NULL DEFAULT 'everyone' CHECK (audience IN ('everyone', 'signed-in', 'unit')),
  -- Key in the plugin's files.
  poster text,
  seconds numeric(9, 3),
  bytes bigint NOT NULL DEFAULT 0,
  -- Why it may be published without captions; whoever says so is in the audit.
  captions_exception text,
  -- Code and parameters of an error of the catalogue, where it was refused or failed.
  problem jsonb,
  starts_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  published_at timestamptz,
  withdrawn_at timestamptz,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (origin = 'live' OR starts_at IS NULL)
);
CREATE INDEX programme_shelf ON programme (published_at DESC, id) WHERE state = 'published';
CREATE INDEX programme_at_work ON programme (created_at DESC, id);
CREATE INDEX programme_live ON programme (started_at) WHERE state = 'live';
CREATE INDEX programme_scheduled ON programme (starts_at) WHERE state = 'scheduled';

CREATE TABLE programme_service (
  programme uuid NOT NULL REFERENCES programme ON DELETE CASCADE,
  service text NOT NULL,
  position integer NOT NULL,
  PRIMARY KEY (programme, service)
);
CREATE INDEX programme_service_service ON programme_service (service);

CREATE TABLE chapter (
  programme uuid NOT NULL REFERENCES programme ON DELETE CASCADE,
  at_seconds numeric(9, 3) NOT NULL CHECK (at_seconds >= 0),
  title_ar text NOT NULL,
  title_en text NOT NULL,
  -- "Open this service" stands beside the player from here to the next chapter.
  service text,
  PRIMARY KEY (programme, at_seconds)
);

-- Captions: WebVTT as checked text. The transcript is made of them.
CREATE TABLE track (
  programme uuid NOT NULL REFERENCES programme ON DELETE CASCADE,
  language text NOT NULL,
  webvtt text NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (programme, language)
);
