-- What a notice was made of, so that a mail is written in the language that the person reads when it goes out.
ALTER TABLE notification
  ADD template text,
  ADD data jsonb,
  ADD category text NOT NULL DEFAULT 'announcements',
  ADD urgent boolean NOT NULL DEFAULT false,
  -- its key is used up and nobody was told: an import
  ADD silent boolean NOT NULL DEFAULT false;

-- How a person wants to be told; without a row the calm default holds.
CREATE TABLE preference (
  person_id text PRIMARY KEY,
  settings jsonb NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);

-- One row for each notice and channel: what became of it there.
CREATE TABLE delivery (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  notification_id bigint NOT NULL REFERENCES notification ON DELETE CASCADE,
  person_id text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('portal', 'mail', 'sms')),
  state text NOT NULL CHECK (state IN ('waiting', 'delayed', 'sending', 'sent', 'failed', 'unknown', 'suppressed')),
  reason text,
  -- goes into the person's mail of the day; those of one mail share its id, also when it is tried again
  daily boolean NOT NULL DEFAULT false,
  daily_id text,
  attempts integer NOT NULL DEFAULT 0,
  -- how often an operator had it sent again
  repeats integer NOT NULL DEFAULT 0,
  next_at timestamptz,
  give_up_at timestamptz,
  claim uuid,
  claimed_at timestamptz,
  -- from here on only the mail server knows
  handed_over_at timestamptz,
  ended_at timestamptz,
  segments smallint,
  -- code of the last failure
  error text,
  UNIQUE (notification_id, channel)
);
CREATE INDEX delivery_due ON delivery (next_at) WHERE state IN ('waiting', 'delayed');
CREATE INDEX delivery_sending ON delivery (claimed_at) WHERE state = 'sending';
CREATE INDEX delivery_person ON delivery (person_id, id DESC);

-- An address or number that takes nothing, by its hash: nothing goes there until the person has another one.
CREATE TABLE blocked_contact (
  person_id text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('mail', 'sms')),
  contact_hash text NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person_id, channel)
);

-- Signs the links by which mails are stopped without signing in.
CREATE TABLE link_key (
  one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
  key text NOT NULL
);
