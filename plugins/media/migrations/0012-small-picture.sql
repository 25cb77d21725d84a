-- A smaller picture of a run: variant `s` beside the picture as it was sent (`v`) and the sound alone (`a`).
ALTER TABLE live_run
  DROP CONSTRAINT live_run_variant_check,
  ADD CONSTRAINT live_run_variant_check CHECK (variant IN ('v', 's', 'a')),
  -- Of a run's `v`: a smaller picture is made beside it.
  ADD COLUMN small boolean NOT NULL DEFAULT false;
