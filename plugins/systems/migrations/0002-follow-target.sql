-- The page that the person asked from: where they are led when they are told.
ALTER TABLE follow ADD COLUMN target text NOT NULL DEFAULT '/systems';
