-- The item's picture as it was approved: { id, alt: { ar, en } }; NULL: words alone.
ALTER TABLE post_act ADD COLUMN picture jsonb;

-- Which of our pictures a post carries, what the network calls it, and since when it has it.
ALTER TABLE post ADD COLUMN picture uuid, ADD COLUMN media text, ADD COLUMN media_at timestamptz;
