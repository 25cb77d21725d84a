-- An announcement of the Amanah, written once in two languages.
CREATE TABLE news (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Short, for addresses: /news/<id> works as well; never changes once it was published.
  slug text UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{2,79}$'),
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'waiting', 'approved', 'published', 'withdrawn')),
  -- Optimistic concurrency: each change raises it.
  version integer NOT NULL DEFAULT 1,
  -- The unit that speaks.
  unit text NOT NULL,
  -- Units whose people it is for; empty: everybody.
  units text[] NOT NULL DEFAULT '{}',
  audience text NOT NULL DEFAULT 'everyone' CHECK (audience IN ('everyone', 'officials')),
  title_ar text NOT NULL,
  title_en text NOT NULL,
  summary_ar text NOT NULL DEFAULT '',
  summary_en text NOT NULL DEFAULT '',
  -- Rich text as a checked document, never as HTML.
  body_ar jsonb NOT NULL DEFAULT '[]',
  body_en jsonb NOT NULL DEFAULT '[]',
  -- Picture: key in the plugin's files; its description for who cannot see it.
  picture text,
  picture_ar text,
  picture_en text,
  programmes uuid[] NOT NULL DEFAULT '{}',
  services text[] NOT NULL DEFAULT '{}',
  written_by text NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz,
  -- Never who wrote it (four eyes).
  approved_by text,
  approved_at timestamptz,
  publish_at timestamptz,
  published_at timestamptz,
  changed_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz,
  CHECK (approved_by IS DISTINCT FROM written_by),
  CHECK (picture IS NULL OR (picture_ar IS NOT NULL AND picture_en IS NOT NULL))
);
CREATE INDEX news_published ON news (published_at DESC, id) WHERE state = 'published';
CREATE INDEX news_at_work ON news (changed_at DESC, id);
CREATE INDEX news_due ON news (publish_at) WHERE state = 'approved';
