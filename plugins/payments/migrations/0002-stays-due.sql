-- A fee that is not paid in its time ends with its invoice; a fine stays to be paid, late as it is.
ALTER TABLE invoice ADD COLUMN lapses boolean NOT NULL DEFAULT true;
-- What was paid of a sum that was lowered afterwards.
ALTER TABLE refund DROP CONSTRAINT refund_why_check;
ALTER TABLE refund ADD CONSTRAINT refund_why_check CHECK (why IN ('double', 'late', 'excess', 'cancelled', 'amended'));
