import { readdirSync, readFileSync } from 'node:fs';
import type { Actor, Db } from '@amanah/plugin-api';
import { pluginDb } from '@amanah/testing';
import pg from 'pg';
import { ajvEngine } from '../../plugins/requests/server/forms/ajv-engine.ts';
import { findCases } from '../../plugins/requests/server/cases/find-cases.ts';
import { ownRequests, waitingRequests } from '../../plugins/requests/server/cases/own-requests.ts';
import { ProcedureLibrary } from '../../plugins/requests/server/requests/procedure-library.ts';
import { RequestDesk } from '../../plugins/requests/server/requests/request-desk.ts';
import type { Submission } from '../../plugins/requests/server/requests/submit-request.ts';
import { WorkingCalendar } from '../../plugins/requests/server/requests/working-calendar.ts';
import { foldStanding, liveSteps } from '../../plugins/requests/server/publishing/live-steps.ts';
import { inboxCounts, inboxOf } from '../../plugins/requests/server/tasks/inbox.ts';
import type { Holding } from '../../plugins/requests/server/tasks/task-access.ts';
import { settled } from '../../plugins/requests/shared/forms/asked.ts';
import { problemsOf } from '../../plugins/requests/shared/forms/problems.ts';
import { configForms } from '../../plugins/requests/testing/config-forms.ts';
import { startPostgres } from './bench-postgres.ts';
import { byTurns } from './by-turns.ts';
import { measureLicences } from './licences-scale.ts';
import type { Finding } from './report.ts';
import { seedRequests } from './seed-requests.ts';

const volumes = process.env['AMANAH_TEST_VOLUME'] === 'long' ? [10_000, 100_000, 1_000_000] : [10_000];
const migrations = new URL('../../plugins/requests/migrations/', import.meta.url);
const procedures = new URL('../../plugins/requests/procedures/', import.meta.url);
const name = { ar: 'مقدم الطلب', en: 'Applicant' };
const answers = {
  reportKind: 'waste',
  details: 'حاوية ممتلئة منذ ثلاثة أيام أمام المسجد',
  municipality: 'm-dhahran',
  site: { latitude: 26.2886, longitude: 50.1141 },
  wantsCall: false,
  undertakingTruth: true,
};

/** Submitting beside the bare inserts of the same rows, and whether inbox, own list, search, live steps and submitting stay flat while requests and licences become many. */
export async function measureRequests(): Promise<Finding[]> {
  const postgres = await startPostgres();
  const pool = new pg.Pool({ connectionString: await postgres.database('bench_requests'), max: 4 });
  pool.on('error', () => {});
  try {
    for (const file of readdirSync(migrations).toSorted()) await pool.query(readFileSync(new URL(file, migrations), 'utf8'));
    await pool.query(
      'CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text, subject text, data jsonb, at timestamptz DEFAULT now())',
    );
    const db = pluginDb(pool);
    const library = await ProcedureLibrary.open(db, [procedures]);
    const found: Measured[] = [];
    for (const volume of volumes) found.push(await measureAt(volume, pool, db, library));
    const licences = await measureLicences(await postgres.database('bench_licences'));
    return [...found.flatMap((one) => findingsOf(one, found[0]!)), ...licences];
  } finally {
    await pool.end();
    await postgres.stop();
  }
}

interface Measured {
  readonly volume: number;
  readonly submit: number;
  readonly bare: number;
  readonly inbox: number;
  readonly inboxOfAll: number;
  readonly own: number;
  readonly large: number;
  readonly search: number;
  readonly common: number;
  readonly live: number;
}

async function measureAt(volume: number, pool: pg.Pool, db: Db, library: ProcedureLibrary): Promise<Measured> {
  const published = library.byId('pattern-complaint')!;
  const client = await pool.connect();
  await seedRequests(client, volume, {
    procedure: published.id,
    version: published.version,
    progress: { next: 7, tokens: [{ id: 6, at: 'T5' }], decisions: { T1: 'take-on' } },
  });
  client.release();
  const desk = new RequestDesk({
    db,
    ground: { procedures: library, calendar: new WorkingCalendar([]), now: () => new Date() },
    emit: async (tx, { type, data }) =>
      void (await tx.query('INSERT INTO outbox (type, subject, data) VALUES ($1, $2, $3)', [type, data.number, JSON.stringify(data)], 'bench-emit')),
    enqueue: async (tx, step) =>
      void (await tx.query(`INSERT INTO outbox (type, subject, data) VALUES ('job', $1, $2)`, [step.request, JSON.stringify(step)], 'bench-job')),
  });
  const form = configForms().forms.get('SRV-071')!;
  const keeps = ajvEngine();
  let nth = 0;
  const submission = (): Submission => ({
    service: 'SRV-071',
    unit: 'm-dhahran',
    person: { id: `applicant-${volume}-${nth}`, name, nationalId: null },
    capacityId: 'self',
    capacity: { kind: 'self' },
    beneficiary: `person:applicant-${volume}-${nth}`,
    place: 'point:26.2886,50.1141',
    key: `bench-${volume}-${nth++}`,
    answers,
    due: new Date(),
  });
  const submit = async () => {
    const written = settled(form, answers, keeps);
    if (problemsOf(form, written, keeps).length > 0) throw new Error('the answers of the bench are refused');
    await desk.submit(submission(), published);
  };
  const everywhere: readonly Holding[] = Array.from({ length: 25 }, (_none, nth) => ({ role: 'service-officer', unit: `unit-${nth}`, inPlaceOf: null }));
  const holdings = everywhere.slice(7, 8);
  const whole = (of: readonly Holding[]) => Promise.all([inboxOf(db, officer, of, { who: 'all', sort: 'due' }, undefined), inboxCounts(db, officer, of)]);
  const officer = actorOf('officer-7');
  const person = actorOf('person-4711');
  const manager: Actor = { ...actorOf('manager'), capacity: { kind: 'manager', establishment: { type: 'establishment', unifiedNumber: '7000000007', name } } };
  const measured = {
    submit: () => submit(),
    bare: () => bareInserts(db, published, submission()),
    inbox: async () => void (await whole(holdings)),
    inboxOfAll: async () => void (await whole(everywhere)),
    own: async () => void (await ownRequests(db, person, {})),
    // A manager of the establishment that sent one in fifty.
    large: async () => void (await Promise.all([ownRequests(db, manager, {}), ownRequests(db, manager, { open: true }), waitingRequests(db, manager)])),
    search: async () => void (await findCases(db, { units: ['unit-21'], query: 'n4711' })),
    common: async () => void (await findCases(db, { units: ['unit-21'], query: 'محمد' })),
    live: async () => void (await liveSteps(db, published.id, null)),
  };
  await foldStanding(db);
  const taken = await byTurns(measured);
  return { volume, ...taken };
}

/** The rows that submitting leaves, and nothing else: request, task, timer, history and three lines of the outbox, in one transaction. */
async function bareInserts(
  db: Db,
  { id, version }: { readonly id: string; readonly version: string },
  { person, key, answers: written, beneficiary }: Submission,
): Promise<void> {
  await db.transaction(async (tx) => {
    const number = `bare-${key}`;
    await tx.query(
      `INSERT INTO request (number, service, procedure, version, unit, person_id, person_name, capacity_id, capacity, beneficiary, place, words, submit_key, answers, facts, state, progress)
       VALUES ($1, 'SRV-071', $2, $3, 'm-dhahran', $4, $5, 'self', '{"kind": "self"}', $6, 'point:26.2886,50.1141', to_tsvector('simple', $1), $7, $8, '{}', 'under-review', '{}')`,
      [number, id, version, person.id, JSON.stringify(name), beneficiary, key, JSON.stringify(written)],
      'bare-request',
    );
    await tx.query(
      `INSERT INTO task (request, token, step, service, role, unit, holder, due_at) VALUES ($1, 1, 'T1', 'SRV-071', 'service-officer', 'm-dhahran', 'authority', now())`,
      [number],
      'bare-task',
    );
    await tx.query(`INSERT INTO timer (request, token, timer, due_at) VALUES ($1, 1, 'B_X1', now() + interval '1 day')`, [number], 'bare-timer');
    await tx.query(`INSERT INTO happening (request, nth, kind) VALUES ($1, 1, 'start')`, [number], 'bare-happening');
    for (const type of ['request.submitted', 'request.changed'])
      await tx.query('INSERT INTO outbox (type, subject, data) VALUES ($1, $2, $3)', [type, number, JSON.stringify({ number })], 'bare-outbox');
  });
}

function findingsOf({ volume, submit, bare, ...lists }: Measured, first: Measured): Finding[] {
  const many = volume.toLocaleString('en');
  const ratio = submit / bare;
  const flat = (path: string, value: number, before: number): Finding => ({
    path: `${path} at ${many} requests`,
    ours: `${value.toFixed(2)} ms`,
    peer: volume === first.volume ? '–' : `at ${first.volume.toLocaleString('en')} ${before.toFixed(2)} ms`,
    ratio: (value / before).toFixed(2),
    budget: 'flat: ≤ 1.5',
    met: volume === first.volume ? null : value / before <= 1.5,
  });
  return [
    {
      path: `submitting a request at ${many} requests`,
      ours: `${submit.toFixed(2)} ms`,
      peer: `bare inserts ${bare.toFixed(2)} ms`,
      ratio: ratio.toFixed(2),
      budget: '≤ 3',
      met: ratio <= 3,
    },
    flat('submitting', submit, first.submit),
    flat('inbox with its counts, one municipality', lists.inbox, first.inbox),
    flat('inbox with its counts, all 25', lists.inboxOfAll, first.inboxOfAll),
    flat('a person’s own list', lists.own, first.own),
    flat('lists of an establishment with 2 % of all requests', lists.large, first.large),
    flat('search by an identifier', lists.search, first.search),
    flat('search by a name that one in ten has', lists.common, first.common),
    flat('live steps of a procedure, one in ten running', lists.live, first.live),
  ];
}

function actorOf(id: string): Actor {
  return {
    person: { type: 'person', id, name },
    username: id,
    capacityId: 'self',
    capacity: { kind: 'self' },
    grants: [],
    roles: [],
    acr: 'urn:amanah:acr:1',
    authTime: 0,
    sessionId: 'bench',
  };
}
