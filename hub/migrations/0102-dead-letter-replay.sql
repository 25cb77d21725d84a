-- A command line has no plugins: it asks the running hub to run a dead letter again.
ALTER TABLE hub.dead_letter ADD COLUMN replay_asked_at timestamptz;
