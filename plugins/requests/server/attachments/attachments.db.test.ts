import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import type { Actor, Call, Db, Files, JobDefinition, PersonalDataKind, PluginManifest, RouteDefinition } from '@amanah/plugin-api';
import { startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { phonePhoto } from '../../testing/attachment-files.ts';
import { attachmentKey, type Attachments, type Purpose } from './attachments.ts';
import { receiveFile } from './receive-file.ts';
import { registerAttachments } from './register-attachments.ts';

const rules = { accept: ['.jpg', '.jpeg', '.png'], maxBytes: 5 * 1024 ** 2, maxFiles: 1 };
let database: TestDatabase;
let pool: pg.Pool;
let attachments: Attachments;
let kept: Map<string, Buffer>;
/** What the scanner says of the next file. */
let verdict: Awaited<ReturnType<Files['scan']>> | 'away';
let files: Files;
let data: PersonalDataKind;
const routes = new Map<string, RouteDefinition<PluginManifest, unknown, unknown>>();
const jobs = new Map<string, JobDefinition<never>>();
const recorded: object[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => {});
  for (const name of ['0001-request', '0002-attachment']) await pool.query(await readFile(new URL(`../../migrations/${name}.sql`, import.meta.url), 'utf8'));
  files = {
    async put(key, content) {
      const bytes = content instanceof Uint8Array ? Buffer.from(content) : Buffer.concat(await content.toArray());
      kept.set(key, bytes);
      return { bytes: bytes.length, sha256: 'of the file' };
    },
    async open(key) {
      const bytes = kept.get(key);
      if (!bytes) throw new AmanahError('FILES_MISSING');
      return { bytes: bytes.length, type: 'image/jpeg', stream: async () => Readable.from([bytes]) };
    },
    async scan() {
      if (verdict === 'away') throw new AmanahError('FILES_SCANNER_UNAVAILABLE');
      return verdict;
    },
    remove: async (key) => void kept.delete(key),
  };
  const query = async <Row>(text: string, values: readonly unknown[] = []) => (await pool.query(text, [...values])).rows as Row[];
  attachments = registerAttachments({
    ctx: {
      db: { query },
      files,
      audit: { record: async (entry: object) => void recorded.push(entry) },
      route: (route: RouteDefinition<PluginManifest, unknown, unknown>) => void routes.set(`${route.method} ${route.path}`, route),
      job: (job: JobDefinition<never>) => jobs.set(job.name, job),
      personalData: (kind: PersonalDataKind) => void (data = kind),
    },
    directory: { forms: new Map([['visit-report', { service: 'visit-report', ui: { photos: { upload: rules } } }]]) },
    taskAccess: {
      mayRead: async (_db: Db, actor: Actor) => actor.person.id !== 'stranger',
      async holdingFor(_db: Db, actor: Actor) {
        if (actor.person.id !== 'inspector') throw new AmanahError('REQUESTS_UNKNOWN');
      },
      mayDoOutside: (actor: Actor) => actor.person.id === 'sara',
    },
  } as never);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  kept = new Map();
  verdict = { outcome: 'clean' };
  await pool.query('TRUNCATE attachment, draft, request CASCADE');
});

async function draftOf(person: string): Promise<Purpose & { draft: string }> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO draft (number, service, person_id, capacity_id) VALUES (gen_random_uuid()::text, 'SRV-071', $1, 'self') RETURNING id`,
    [person],
  );
  return { draft: rows[0]!.id, field: 'photos' };
}
const receive = async (person: string, purpose: Purpose) =>
  receiveFile(
    { files, attachments },
    person,
    purpose,
    { stream: Readable.from([await phonePhoto({ width: 80, height: 80 })]), name: 'photo.jpg', type: 'image/jpeg', bytes: null },
    rules,
  );
const run = (name: string) => jobs.get(name)!.run({} as never, { actor: null, language: 'ar', signal: AbortSignal.timeout(10_000), requestId: 'job' });
const age = (interval: string) => pool.query(`UPDATE attachment SET sent_at = sent_at - $1::interval`, [interval]);
const rows = async () =>
  (await pool.query<{ id: string; state: string; request: string | null }>('SELECT id, state, request FROM attachment ORDER BY sent_at')).rows;

async function requestOf(person: string): Promise<string> {
  await pool.query(`INSERT INTO procedure_version (procedure, version, bpmn) VALUES ('p', '1', '') ON CONFLICT DO NOTHING`);
  const number = `1448-0523-${String(Math.floor(Math.random() * 100_000)).padStart(5, '0')}`;
  await pool.query(
    `INSERT INTO request (number, service, procedure, version, unit, person_id, person_name, capacity_id, capacity, beneficiary, submit_key, answers, state, progress)
     VALUES ($1, 'SRV-071', 'p', '1', 'eamana', $2, '{}', 'self', '{}', 'person:x', $1, '{}', 'submitted', '{}')`,
    [number, person],
  );
  return number;
}

test('a file that came while the scanner was away is looked at later: a clean one opens, a harmful one loses its bytes and is named', async () => {
  verdict = 'away';
  const [one, two] = [await receive('sara', await draftOf('sara')), await receive('sara', await draftOf('sara'))];
  expect([one.state, two.state]).toEqual(['scanning', 'scanning']);
  await age('2 minutes');
  await run('scan-files');
  expect((await rows()).map(({ state }) => state)).toEqual(['scanning', 'scanning']);
  verdict = { outcome: 'harmful', threat: 'Eicar' };
  await pool.query('UPDATE attachment SET sent_at = now() WHERE id = $1', [two.id]);
  await run('scan-files');
  verdict = { outcome: 'clean' };
  await age('2 minutes');
  await run('scan-files');
  expect(await attachments.find(one.id)).toMatchObject({ state: 'refused', threat: 'Eicar' });
  expect(await attachments.find(two.id)).toMatchObject({ state: 'clean', threat: null });
  expect([...kept.keys()]).toEqual([attachmentKey(two.id)]);
  expect(recorded).toContainEqual(expect.objectContaining({ action: 'file.refused', subject: one.id, data: { threat: 'Eicar' } }));
  await expect(attachments.trueFilesOf('sara', [one.id])).rejects.toMatchObject({ code: 'ATTACHMENT_HARMFUL' });
});

test('only the sender’s own files, and those the request has, are true ones', async () => {
  const [mine, theirs] = [await receive('sara', await draftOf('sara')), await receive('other', await draftOf('other'))];
  expect([...(await attachments.trueFilesOf('sara', [mine.id, theirs.id, 'not-an-id'])).keys()]).toEqual([mine.id]);
  const number = await requestOf('sara');
  await attachments.take({ query: async <Row>(text: string, values: readonly unknown[] = []) => (await pool.query(text, [...values])).rows as Row[] }, number, [
    mine.id,
  ]);
  expect((await attachments.trueFilesOf('sara', [mine.id])).size).toBe(0);
  expect([...(await attachments.trueFilesOf('somebody of the same side', [mine.id], number)).values()]).toEqual([
    { id: mine.id, name: 'photo.jpg', size: mine.bytes, field: 'photos', type: 'image/jpeg', sha256: mine.sha256 },
  ]);
});

test('a request takes each of its files or none; another request cannot take them from it', async () => {
  const tx = { query: async <Row>(text: string, values: readonly unknown[] = []) => (await pool.query(text, [...values])).rows as Row[] };
  const mine = await receive('sara', await draftOf('sara'));
  const [first, second] = [await requestOf('sara'), await requestOf('sara')];
  await attachments.take(tx, first, [mine.id]);
  await attachments.take(tx, first, [mine.id]);
  await expect(attachments.take(tx, second, [mine.id])).rejects.toMatchObject({ code: 'ATTACHMENT_UNKNOWN' });
  await expect(attachments.take(tx, first, [mine.id, crypto.randomUUID()])).rejects.toMatchObject({ code: 'ATTACHMENT_UNKNOWN' });
});

test('what nobody will send any more is forgotten after a day; drafts and cases keep theirs', async () => {
  const draft = await draftOf('sara');
  const [ofDraft, left, taken] = [await receive('sara', draft), await receive('sara', await draftOf('sara')), await receive('sara', await draftOf('sara'))];
  const cutOff = crypto.randomUUID();
  await attachments.begin('sara', draft, { id: cutOff, name: 'half.jpg', type: 'image/jpeg' });
  kept.set(attachmentKey(cutOff), Buffer.from('half'));
  const number = await requestOf('sara');
  await pool.query('UPDATE attachment SET request = $1, taken_at = now() WHERE id = $2', [number, taken.id]);
  await pool.query('DELETE FROM draft WHERE id <> $1', [draft.draft]);
  const ofTask = await receive('officer', { request: number, token: 3, field: 'photos' });
  await run('forget-orphaned-files');
  expect(kept.size).toBe(5);
  await age('25 hours');
  await run('forget-orphaned-files');
  const now = (await rows()).map(({ id }) => id);
  expect([...now].sort()).toEqual([ofDraft.id, taken.id].sort());
  expect([...kept.keys()].sort()).toEqual([attachmentKey(ofDraft.id), attachmentKey(taken.id)].sort());
  expect(now).not.toContain(left.id);
  expect(now).not.toContain(ofTask.id);
});

test('who changes their mind makes room; who floods a field is stopped', async () => {
  const draft = await draftOf('sara');
  const sent = [await receive('sara', draft), await receive('sara', draft), await receive('sara', draft)];
  await expect(receive('sara', draft)).rejects.toMatchObject({ code: 'ATTACHMENT_TOO_MANY' });
  await age('11 minutes');
  await pool.query('UPDATE draft SET answers = $1', [JSON.stringify({ photos: [{ id: sent[0]!.id }] })]);
  const last = await receive('sara', draft);
  expect((await rows()).map(({ id }) => id)).toEqual([sent[0]!.id, last.id]);
});

test('people see their files and erase those that no request has', async () => {
  const [free, taken] = [await receive('sara', await draftOf('sara')), await receive('sara', await draftOf('sara'))];
  await receive('other', await draftOf('other'));
  await pool.query('UPDATE attachment SET request = $1, taken_at = now() WHERE id = $2', [await requestOf('sara'), taken.id]);
  expect(await data.count('sara')).toEqual({ count: 2, erasable: 1 });
  expect(await data.copy('sara')).toHaveLength(2);
  expect(await data.erase!('sara')).toBe(1);
  expect(kept.has(attachmentKey(free.id))).toBe(false);
  expect(await data.count('sara')).toEqual({ count: 1, erasable: 0 });
});

test('a task takes files by the form of its step, of those whose task it is; what they sent is theirs alone until the task is done', async () => {
  const number = await requestOf('sara');
  await pool.query(
    `INSERT INTO task (request, token, step, service, holder, form) VALUES ($1, 1, 'visit', 'SRV-071', 'authority', 'visit-report'), ($1, 2, 'correct', 'SRV-071', 'applicant', 'visit-report'),
       ($1, 3, 'decide', 'SRV-071', 'authority', NULL)`,
    [number],
  );
  const ask = async (route: string, input: object, person: string) => {
    const upload = { stream: Readable.from([await phonePhoto({ width: 80, height: 80 })]), name: 'photo.jpg', type: 'image/jpeg', bytes: null };
    const actor = { person: { id: person }, capacity: { kind: 'official' } } as Actor;
    return routes.get(route)!.handle(input, { actor, upload, language: 'ar', requestId: 'r', signal: AbortSignal.timeout(10_000) } as Call);
  };
  const visit = 'post /cases/{number}/tasks/{token}/files';
  const sent = (await ask(visit, { number, token: 1, field: 'photos' }, 'inspector')) as { id: string };
  expect(await attachments.find(sent.id)).toMatchObject({ request: number, token: 1, field: 'photos', state: 'clean', taken_at: null });
  const codes = { unknown: { code: 'REQUESTS_UNKNOWN' }, field: { code: 'ATTACHMENT_FIELD_UNKNOWN' }, gone: { code: 'REQUESTS_TASK_GONE' } };
  await expect(ask(visit, { number, token: 1, field: 'photos' }, 'stranger')).rejects.toMatchObject(codes.unknown);
  await expect(ask(visit, { number, token: 1, field: 'photos' }, 'officer')).rejects.toMatchObject(codes.unknown);
  await expect(ask(visit, { number, token: 1, field: 'answers' }, 'inspector')).rejects.toMatchObject(codes.field);
  await expect(ask(visit, { number, token: 3, field: 'photos' }, 'inspector')).rejects.toMatchObject(codes.field);
  await expect(ask(visit, { number, token: 9, field: 'photos' }, 'inspector')).rejects.toMatchObject(codes.gone);
  const correct = 'post /own/{number}/tasks/{token}/files';
  await ask(correct, { number, token: 2, field: 'photos' }, 'sara');
  await expect(ask(correct, { number, token: 2, field: 'photos' }, 'stranger')).rejects.toMatchObject(codes.unknown);
  const open = 'get /cases/files/{file}';
  expect(await ask(open, { file: sent.id, disposition: 'inline' }, 'inspector')).toMatchObject({ name: 'photo.jpg', type: 'image/jpeg' });
  await expect(ask(open, { file: sent.id, disposition: 'inline' }, 'officer')).rejects.toMatchObject({ code: 'ATTACHMENT_UNKNOWN' });
  await pool.query('UPDATE attachment SET taken_at = now() WHERE id = $1', [sent.id]);
  expect(await ask(open, { file: sent.id, disposition: 'inline' }, 'officer')).toMatchObject({ name: 'photo.jpg' });
  await expect(ask(open, { file: sent.id, disposition: 'inline' }, 'stranger')).rejects.toMatchObject({ code: 'ATTACHMENT_UNKNOWN' });
});
