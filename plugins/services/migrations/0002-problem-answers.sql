-- A report is answered by a person of the operations team: when, by whom, and what was done.
ALTER TABLE problem_report ADD COLUMN answered_at timestamptz, ADD COLUMN answered_by text, ADD COLUMN answer text;
