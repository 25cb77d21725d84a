-- An announcement of the Amanah, written once in two languages: the text that is worked on.
CREATE TABLE news (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Of the text that is worked on; what readers see stands in news_published.
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'waiting', 'approved', 'published', 'withdrawn')),
  -- Optimistic concurrency: each change raises it.
  version integer NOT NULL DEFAULT 1,
  -- The unit that speaks.
  unit text NOT NULL,
  -- Titles, summaries, bodies as checked documents (never HTML), picture, linked services and programmes, audience, units.
  content jsonb NOT NULL,
  -- Everybody who wrote at this text since it was last approved: none of them approves it (four eyes, also after an edit).
  writers text[] NOT NULL,
  written_by text NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz,
  approved_by text,
  approved_at timestamptz,
  publish_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_because jsonb,
  -- Made for trials of the portal; said beside it.
  demo boolean NOT NULL DEFAULT false,
  CHECK (approved_by IS NULL OR NOT approved_by = ANY (writers)),
  CHECK (state NOT IN ('approved', 'published') OR approved_by IS NOT NULL)
);
CREATE INDEX news_at_work ON news (changed_at DESC, id);
CREATE INDEX news_due ON news (publish_at) WHERE state = 'approved';

-- What readers see: the text as it was approved.
CREATE TABLE news_published (
  news uuid PRIMARY KEY REFERENCES news ON DELETE CASCADE,
  -- For addresses, /news/<slug>; it never changes, also after the item was withdrawn.
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{2,79}$'),
  -- How often it was published: 1, and one more after each change.
  edition integer NOT NULL DEFAULT 1,
  unit text NOT NULL,
  audience text NOT NULL CHECK (audience IN ('everyone', 'officials')),
  -- Units whose people it is for; empty: everybody.
  units text[] NOT NULL,
  content jsonb NOT NULL,
  demo boolean NOT NULL DEFAULT false,
  published_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  withdrawn boolean NOT NULL DEFAULT false
);
CREATE INDEX news_published_shelf ON news_published (published_at DESC, news) WHERE NOT withdrawn;
CREATE INDEX news_published_unit ON news_published (unit, published_at DESC) WHERE NOT withdrawn;

-- Pictures of an item, made anew from their pixels; the files lie in the plugin's store under `news/<news>/<id>.jpg`.
CREATE TABLE news_picture (
  id uuid PRIMARY KEY,
  news uuid NOT NULL REFERENCES news ON DELETE CASCADE,
  width integer NOT NULL,
  height integer NOT NULL,
  bytes integer NOT NULL,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX news_picture_news ON news_picture (news);

-- Who did what, and with which words.
CREATE TABLE news_step (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  news uuid NOT NULL REFERENCES news ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT now(),
  -- NULL: the hub itself, at the moment that was set.
  person_id text,
  person_name jsonb,
  action text NOT NULL CHECK (action IN ('begun', 'written', 'sent', 'returned', 'approved', 'published', 'withdrawn')),
  version integer NOT NULL,
  words text
);
CREATE INDEX news_step_news ON news_step (news, id);
CREATE INDEX news_step_person ON news_step (person_id) WHERE person_id IS NOT NULL;
