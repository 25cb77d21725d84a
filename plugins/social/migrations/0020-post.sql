-- Networks on which the Amanah speaks.
CREATE TABLE network (
  id text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9-]{0,39}$'),
  kind text NOT NULL CHECK (kind IN ('activitypub', 'mastodon', 'telegram', 'x', 'facebook')),
  title_ar text NOT NULL,
  title_en text NOT NULL,
  -- Where its API answers; the account of ours there (a chat, a page), where the API asks for one. Empty for activitypub: that one is ours.
  url text NOT NULL DEFAULT '',
  account text NOT NULL DEFAULT '',
  token_sealed text,
  paused boolean NOT NULL DEFAULT false,
  -- The network asked for silence until then (429), or would be asked too often.
  rests_until timestamptz,
  -- Code of the catalogue and parameters of the last refusal that concerns the whole network, such as a token that is not taken.
  problem jsonb,
  changed_at timestamptz NOT NULL DEFAULT now()
);

-- A news item on a network: at most one, whatever is done how often.
CREATE TABLE post (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  news uuid NOT NULL,
  network text NOT NULL,
  -- waiting: not there yet; out: there; gone: taken off again; unknown: perhaps there, a person looks.
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'out', 'gone', 'unknown')),
  -- Ends the post's own link /go/CODE: it counts the clicks, and by it a post is found again whose answer was lost.
  code text NOT NULL UNIQUE CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
  remote_id text,
  remote_url text,
  made_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (news, network),
  CHECK (state <> 'out' OR remote_id IS NOT NULL)
);

-- What is to be done with a post, in order. The words are kept as they were approved.
CREATE TABLE post_act (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  post uuid NOT NULL REFERENCES post ON DELETE CASCADE,
  act text NOT NULL CHECK (act IN ('create', 'update', 'delete')),
  edition integer NOT NULL,
  words text NOT NULL,
  -- queued → sending → done. refused: the network said no, a person decides. unclear: the answer was lost, it is looked for, then a person decides. dropped: overtaken by a later act.
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'done', 'refused', 'unclear', 'dropped')),
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  began_at timestamptz,
  ended_at timestamptz,
  problem jsonb
);
CREATE INDEX post_act_due ON post_act (due_at) WHERE state IN ('queued', 'sending', 'unclear');
CREATE INDEX post_act_post ON post_act (post, id);

-- Clicks on a post's link: how many on a day, and nothing about who.
CREATE TABLE post_click (
  code text NOT NULL,
  day date NOT NULL,
  clicks integer NOT NULL,
  PRIMARY KEY (code, day)
);
