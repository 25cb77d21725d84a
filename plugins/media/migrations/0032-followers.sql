CREATE TABLE follower (
  channel text NOT NULL REFERENCES channel ON DELETE CASCADE,
  person text NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (channel, person)
);
CREATE INDEX follower_person ON follower (person);

-- Something happened of which the followers of a channel are told, once each; it goes through them in the order of their ids.
CREATE TABLE follower_notice (
  -- `live/…` or `published/…` with the programme's id.
  happening text PRIMARY KEY,
  channel text NOT NULL REFERENCES channel ON DELETE CASCADE,
  programme uuid NOT NULL REFERENCES programme ON DELETE CASCADE,
  -- The last one told; NULL: nobody yet.
  told_to text,
  added_at timestamptz NOT NULL DEFAULT now(),
  done_at timestamptz
);
CREATE INDEX follower_notice_to_do ON follower_notice (added_at) WHERE done_at IS NULL;
