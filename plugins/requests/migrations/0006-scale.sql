-- Lists stay as quick with a million requests as with ten thousand: each is read in the order of an index, from where the last page ended. Why each index is there, and
-- which ones are not, is said in docs/adr.

-- A move changes a request's progress, state, holder and times. None of these is in an index, so that a move writes one new version of the row and no index entry (HOT);
-- room for it is left in each page.
ALTER TABLE request SET (fillfactor = 85);
DROP INDEX request_stuck;
CREATE INDEX request_stuck ON request (number) WHERE stuck IS NOT NULL;

DROP INDEX request_unit;
CREATE INDEX request_unit ON request (unit, submitted_at DESC, number DESC);
CREATE INDEX request_newest ON request (submitted_at DESC, number DESC);
CREATE INDEX request_service ON request (service, submitted_at DESC, number DESC);

DROP INDEX request_beneficiary;
CREATE INDEX request_beneficiary ON request (beneficiary, submitted_at DESC, number DESC);
CREATE INDEX request_beneficiary_open ON request (beneficiary, submitted_at DESC, number DESC) WHERE ended_at IS NULL;
-- What a person sent in their own right; everything else of a person is found by (person_id, submit_key).
DROP INDEX request_person;
CREATE INDEX request_own ON request (person_id, submitted_at DESC, number DESC) WHERE capacity->>'kind' IN ('self', 'owner', 'manager');
CREATE INDEX request_own_open ON request (person_id, submitted_at DESC, number DESC)
  WHERE ended_at IS NULL AND capacity->>'kind' IN ('self', 'owner', 'manager');
-- Work of a service office, which is scored by its last months.
CREATE INDEX request_office ON request ((capacity->'office'->>'unifiedNumber'), submitted_at DESC) WHERE capacity->>'kind' = 'agent';

-- The inbox, lane by lane: by what is left of the time, by age, and by service. A task without a due time comes last.
DROP INDEX task_open;
CREATE INDEX task_open ON task (role, unit, coalesce(due_at, 'infinity'::timestamptz), request, token) WHERE closed_at IS NULL AND holder = 'authority';
CREATE INDEX task_open_age ON task (role, unit, opened_at, request, token) WHERE closed_at IS NULL AND holder = 'authority';
CREATE INDEX task_open_service ON task (role, unit, service, coalesce(due_at, 'infinity'::timestamptz), request, token)
  WHERE closed_at IS NULL AND holder = 'authority';
-- Late ones, oldest first; and the figures of heads, read from the index alone.
CREATE INDEX task_due ON task (due_at) WHERE closed_at IS NULL AND holder = 'authority';
CREATE INDEX task_load ON task (unit, due_at, opened_at, claimed_by) WHERE closed_at IS NULL AND holder = 'authority';
-- What officials have closed lately. What analysts count is found by its requests.
DROP INDEX task_recorded;
CREATE INDEX task_closed ON task (unit, closed_at DESC) WHERE closed_by IS NOT NULL AND holder = 'authority';

DROP INDEX timer_due;
CREATE INDEX timer_due ON timer (due_at, request, token, timer);
