import type pg from 'pg';

/** What a seeded table holds, told by its counts: one in ten runs, one in ten of those is late. */
export interface Seeded {
  readonly requests: number;
  readonly openTasks: number;
}

const batch = 100_000;

/**
 * Fills the tables of requests up to so many: spread over municipalities, services and persons, with tasks and history as their procedure leaves them. The same
 * numbers always give the same rows.
 */
export async function seedRequests(
  client: pg.Client | pg.PoolClient,
  upTo: number,
  { procedure, version, progress }: { procedure: string; version: string; progress: object },
): Promise<Seeded> {
  const [{ count }] = (await client.query<{ count: number }>('SELECT count(*)::int AS count FROM request')).rows as [{ count: number }];
  for (let from = count; from < upTo; from += batch) await seedBatch(client, from, Math.min(from + batch, upTo), { procedure, version, progress });
  await client.query('ANALYZE');
  const [{ open }] = (await client.query<{ open: number }>('SELECT count(*)::int AS open FROM task WHERE closed_at IS NULL')).rows as [{ open: number }];
  return { requests: upTo, openTasks: open };
}

/** Number of request `n`: a day each for a thousand of them, numbers of the year 1440 and on, so that they never meet those that are made. */
const numberOf = `lpad((1300 + n / 1000 / 354)::text, 4, '0') || '-' || lpad((1 + n / 1000 % 354 / 30)::text, 2, '0') || lpad((1 + n / 1000 % 30)::text, 2, '0') || '-' || lpad((n % 1000)::text, 5, '0')`;

async function seedBatch(
  client: pg.Client | pg.PoolClient,
  from: number,
  to: number,
  { procedure, version, progress }: { procedure: string; version: string; progress: object },
) {
  const range = [from, to - 1];
  await client.query(
    `INSERT INTO request (number, service, procedure, version, unit, person_id, person_name, national_id, capacity_id, capacity, beneficiary, place, words, submit_key, answers, facts,
       state, progress, revision, holder, holder_since, due_at, submitted_at, changed_at, ended_at, ending)
     SELECT ${numberOf}, 'SRV-' || lpad((1 + n % 98)::text, 3, '0'), $3, $4, 'unit-' || n % 25, 'person-' || n % 200000, jsonb_build_object('ar', 'شخص ' || n % 200000, 'en', 'Person ' || n % 200000),
       '1' || lpad((n % 200000)::text, 9, '0'), 'self', '{"kind": "self"}', 'person:person-' || n % 200000, 'licenceNumber:' || lpad((n % 300000)::text, 11, '3'),
       to_tsvector('simple', ${numberOf} || ' شخص person ' || n % 200000 || ' 1' || lpad((n % 200000)::text, 9, '0')), 'seed-' || n,
       jsonb_build_object('details', repeat('نص الطلب ', 20), 'municipality', 'unit-' || n % 25, 'site', jsonb_build_object('latitude', 26.2, 'longitude', 50.1)),
       '{"terms": {"completionLapse": "P15D"}, "tariff": null, "issues": "answer"}',
       CASE WHEN n % 10 = 0 THEN 'under-review' ELSE 'closed' END, $5, 6, 'authority', at, CASE WHEN n % 10 = 0 THEN now() + make_interval(hours => (n % 400)::int - 40) END, at,
       at + interval '2 days', CASE WHEN n % 10 <> 0 THEN at + interval '2 days' END, CASE WHEN n % 10 <> 0 THEN 'completed' END
     FROM generate_series($1::bigint, $2::bigint) AS n, LATERAL (SELECT now() - make_interval(mins => (n % 1000000)::int) AS at) AS times`,
    [...range, procedure, version, JSON.stringify(progress)],
  );
  await client.query(
    `INSERT INTO task (request, token, step, service, lane, role, unit, holder, form, opened_at, due_at, closed_at, decision, closed_by, closed_name)
     SELECT r.number, t, CASE t WHEN 2 THEN 'T1' WHEN 4 THEN 'T2' ELSE 'T5' END, r.service, 'lane_off', 'service-officer', r.unit, 'authority', 'triage', r.submitted_at, r.due_at,
       CASE WHEN t = 6 AND r.ended_at IS NULL THEN NULL ELSE r.submitted_at + interval '1 day' END, CASE WHEN t = 6 AND r.ended_at IS NULL THEN NULL ELSE 'take-on' END,
       CASE WHEN t = 6 AND r.ended_at IS NULL THEN NULL ELSE 'officer-' || n % 500 END, CASE WHEN t = 6 AND r.ended_at IS NULL THEN NULL ELSE '{"ar": "موظف", "en": "Officer"}'::jsonb END
     FROM generate_series($1::bigint, $2::bigint) AS n CROSS JOIN unnest(ARRAY[2, 4, 6]) AS t JOIN request r ON r.number = ${numberOf}`,
    range,
  );
  await client.query(
    `INSERT INTO happening (request, nth, at, kind, step, by_person, data)
     SELECT ${numberOf}, nth, now() - make_interval(mins => (n % 1000000)::int), 'done', 'T1', 'officer-' || n % 500, '{"decision": "take-on", "state": "in-work", "ended": null}'
     FROM generate_series($1::bigint, $2::bigint) AS n CROSS JOIN generate_series(1, 6) AS nth`,
    range,
  );
}
