import type pg from 'pg';

/** What a seeded table holds, told by its counts: one in ten runs, one in ten of those is late. */
export interface Seeded {
  readonly requests: number;
  readonly openTasks: number;
}

/** The procedure that the seeded requests run. */
interface SeededProcedure {
  readonly procedure: string;
  readonly version: string;
  readonly progress: object;
}

const batch = 100_000;
const filled = ['request', 'task', 'outside_step', 'happening'];

/**
 * Fills the tables of requests up to so many: spread over municipalities, services and persons, with tasks and history as their procedure leaves them; one in fifty is
 * of one large establishment, and all of those have ended. The same numbers always give the same rows. Secondary indexes are built after the rows, and foreign keys are
 * not looked up for each: the connection must be a superuser's.
 */
export async function seedRequests(client: pg.Client | pg.PoolClient, upTo: number, procedure: SeededProcedure): Promise<Seeded> {
  const [{ count }] = (await client.query<{ count: number }>('SELECT count(*)::int AS count FROM request')).rows as [{ count: number }];
  if (count < upTo) {
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(
      `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
       WHERE indrelid = ANY($1::regclass[]) AND NOT indisprimary AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)`,
      [filled],
    );
    await client.query(`SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '256MB'`);
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
    for (let from = count; from < upTo; from += batch) await seedBatch(client, from, Math.min(from + batch, upTo), procedure);
    for (const { definition } of indexes) await client.query(definition);
    // The trigger that keeps it slept meanwhile.
    await client.query(`TRUNCATE standing; INSERT INTO standing (procedure, unit, step, requests)
      SELECT procedure, unit, token->>'at', count(*) FROM request, jsonb_array_elements(progress->'tokens') AS token WHERE ended_at IS NULL GROUP BY 1, 2, 3`);
    await client.query('RESET session_replication_role; RESET synchronous_commit; RESET maintenance_work_mem');
  }
  for (const table of filled) await client.query(`VACUUM ANALYZE ${table}`);
  const [{ open }] = (await client.query<{ open: number }>('SELECT count(*)::int AS open FROM task WHERE closed_at IS NULL')).rows as [{ open: number }];
  return { requests: upTo, openTasks: open };
}

/** Number of request `n`: a day each for a thousand of them, numbers of the year 1300 and on, so that they never meet those that are made. */
const numberOf = `(lpad((1300 + n / 1000 / 354)::text, 4, '0') || '-' || lpad((1 + n / 1000 % 354 / 30)::text, 2, '0') || lpad((1 + n / 1000 % 30)::text, 2, '0') || '-' || lpad((n % 1000)::text, 5, '0'))`;
/** The newest has the number 0; the two years before are full of the others. */
const sentAt = `now() - make_interval(mins => (n % 1000000)::int)`;
const open = 'n % 10 = 0';
const ended = 'n % 10 <> 0';
const unit = `'unit-' || n / 10 % 25`;
const service = `'SRV-' || lpad((1 + n % 97)::text, 3, '0')`;
const dueAt = `CASE WHEN ${open} THEN now() + make_interval(hours => (n / 10 % 400)::int - 40) END`;
const large = 'n % 50 = 7';
const given = `(ARRAY['محمد', 'عبدالله', 'خالد', 'سعود', 'فهد', 'نوره', 'ساره', 'هند', 'ريم', 'علي'])[1 + n % 200000 / 7 % 10]`;
const family = `(ARRAY['الدوسري', 'القحطاني', 'الغامدي', 'الزهراني', 'العتيبي', 'الشمري', 'الحربي', 'المطيري'])[1 + n % 200000 / 70 % 8]`;
const national = `'1' || lpad((n % 200000)::text, 9, '0')`;

async function seedBatch(client: pg.Client | pg.PoolClient, from: number, to: number, { procedure, version, progress }: SeededProcedure): Promise<void> {
  const range = [from, to - 1];
  const each = 'generate_series($1::bigint, $2::bigint) AS n';
  await client.query(
    `INSERT INTO request (number, service, procedure, version, unit, person_id, person_name, national_id, capacity_id, capacity, beneficiary, place, words, submit_key, answers, facts,
       state, progress, revision, holder, holder_since, due_at, submitted_at, changed_at, ended_at, ending)
     SELECT ${numberOf}, ${service}, $3, $4, ${unit}, 'person-' || n % 200000, jsonb_build_object('ar', ${given} || ' ' || ${family}, 'en', 'Person ' || n % 200000), ${national},
       'self', CASE WHEN ${large} THEN '{"kind": "manager"}'::jsonb ELSE '{"kind": "self"}' END, CASE WHEN ${large} THEN 'establishment:7000000007' ELSE 'person:person-' || n % 200000 END,
       'licenceNumber:' || lpad((n % 300000)::text, 11, '3'), array_to_tsvector(ARRAY[${numberOf}, ${given}, ${family}, 'n' || n % 200000, ${national}]), 'seed-' || n,
       jsonb_build_object('details', repeat('نص الطلب ', 20), 'municipality', ${unit}, 'site', jsonb_build_object('latitude', 26.2, 'longitude', 50.1)),
       '{"terms": {"completionLapse": "P15D"}, "tariff": null, "issues": "answer"}', CASE WHEN ${open} THEN 'under-review' ELSE 'closed' END, $5, 6,
       CASE WHEN n % 100 = 0 THEN 'applicant' ELSE 'authority' END, at, ${dueAt}, at, at + interval '2 days', CASE WHEN ${ended} THEN at + interval '2 days' END,
       CASE WHEN ${ended} THEN 'completed' END
     FROM ${each}, LATERAL (SELECT ${sentAt} AS at) AS times`,
    [...range, procedure, version, JSON.stringify(progress)],
  );
  const closed = (value: string) => `CASE WHEN t < 6 OR ${ended} THEN ${value} END`;
  await client.query(
    `INSERT INTO task (request, token, step, service, lane, role, unit, holder, form, opened_at, due_at, claimed_by, closed_at, decision, closed_by, closed_name)
     SELECT ${numberOf}, t, CASE t WHEN 2 THEN 'T1' WHEN 4 THEN 'T2' ELSE 'T5' END, ${service}, 'lane_off', 'service-officer', ${unit}, 'authority', 'triage', ${sentAt}, ${dueAt},
       CASE WHEN n % 30 = 0 THEN 'officer-' || n % 500 END, ${closed(`${sentAt} + make_interval(hours => 4 * t)`)}, ${closed(`'take-on'`)}, ${closed(`'officer-' || n % 500`)},
       ${closed(`'{"ar": "موظف", "en": "Officer"}'::jsonb`)}
     FROM ${each} CROSS JOIN unnest(ARRAY[2, 4, 6]) AS t`,
    range,
  );
  await client.query(
    `INSERT INTO outside_step (request, token, step, operation, state, opened_at, ended_at)
     SELECT ${numberOf}, 3, 'T3', 'answer.send', 'done', ${sentAt}, ${sentAt} + interval '2 seconds' FROM ${each}`,
    range,
  );
  await client.query(
    `INSERT INTO happening (request, nth, at, kind, step, by_person, data)
     SELECT ${numberOf}, nth, ${sentAt} + make_interval(hours => 4 * nth), 'done', 'T1', 'officer-' || n % 500, '{"decision": "take-on", "state": "in-work", "ended": null}'
     FROM ${each} CROSS JOIN generate_series(1, 6) AS nth`,
    range,
  );
}
