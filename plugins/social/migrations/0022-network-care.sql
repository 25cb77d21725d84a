-- Optimistic concurrency for operators, and who the network last said we are.
ALTER TABLE network ADD COLUMN version integer NOT NULL DEFAULT 1, ADD COLUMN known_as text, ADD COLUMN proved_at timestamptz;

-- What a network was sent in the last minute and the last day is counted for every act.
CREATE INDEX post_network ON post (network);
CREATE INDEX post_act_began ON post_act (began_at) WHERE began_at IS NOT NULL;
