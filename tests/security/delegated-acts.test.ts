import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { send } from './sign-in-forms.ts';

const complaintService = 'SRV-071';
const campService = 'SRV-091';
const [fastOffice, otherOffice] = ['7012345678', '7012340000'];
const bandarNumber = '1000000008';

let hub: TestHub;
let database: TestDatabase;
let alice: CookieJar;
let bandar: CookieJar;
let agent: CookieJar;
let otherAgent: CookieJar;

/** Somebody who works in an office: what `user add --agent` writes, without the Commerce register. */
async function addAgent(id: string, office: string, nationalId: string): Promise<CookieJar> {
  await hub.addPerson(id, `${id}-password-1`, { name: { ar: id, en: id } });
  const body = JSON.stringify({
    kind: 'agent',
    office: { type: 'establishment', unifiedNumber: office, name: { ar: `مكتب ${office}`, en: `Office ${office}` } },
  });
  await database.query(`INSERT INTO hub.affiliation SELECT id, $2, $3::jsonb FROM hub.person WHERE username = $1`, [id, `agent:${office}`, body]);
  await database.query(`INSERT INTO hub.role_holding SELECT id, $2, 'office-agent', 'eamana' FROM hub.person WHERE username = $1`, [id, `agent:${office}`]);
  await database.query('UPDATE hub.person SET national_id = $2 WHERE username = $1', [id, nationalId]);
  const jar = await hub.signIn(id, `${id}-password-1`);
  expect((await chooses(jar, `agent:${office}`)).status).toBe(303);
  return jar;
}

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ env: { DATABASE_URL: database.url } });
  await hub.addPerson('bandar', 'bandar-password-1', { name: { ar: 'بندر', en: 'Bandar' } });
  await database.query(`UPDATE hub.person SET national_id = $1 WHERE username = 'bandar'`, [bandarNumber]);
  alice = await hub.signIn('alice', 'alice-password');
  bandar = await hub.signIn('bandar', 'bandar-password-1');
  agent = await addAgent('agent', fastOffice, '1098765439');
  otherAgent = await addAgent('other', otherOffice, '1048172645');
}, 120_000);

afterAll(async () => {
  await hub?.remove();
  await database?.drop();
});

interface Answer {
  readonly status: number;
  readonly body: { readonly code?: string; readonly id?: string; readonly number?: string; readonly [name: string]: unknown };
}

async function call(jar: CookieJar, method: string, path: string, body?: object): Promise<Answer> {
  const answer = await jar.fetch(`/api${path}`, { method, ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}) });
  return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Answer['body'] };
}
const chooses = (jar: CookieJar, capacity: string) => send(jar, '/auth/capacity', { capacity, rd: '/account' });
const capacityOf = async (jar: CookieJar) => (await call(jar, 'GET', '/account/profile')).body['capacityId'];
const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

async function delegate(to: object, more: object = {}): Promise<string> {
  const { status, body } = await call(alice, 'POST', '/account/delegations', { ...to, services: [complaintService, campService], until: soon, ...more });
  expect(status, JSON.stringify(body)).toBe(200);
  return String(body.id);
}

async function actsForAlice(jar: CookieJar, more: object = {}): Promise<string> {
  const office = jar === bandar ? null : fastOffice;
  const id = await delegate(office === null ? { nationalId: bandarNumber } : { office }, more);
  if (office !== null) await chooses(jar, `agent:${office}`);
  expect((await call(jar, 'POST', `/account/delegations/${id}/accept`, {})).status).toBe(200);
  expect((await chooses(jar, office === null ? `delegate:${id}` : `agent:${office}/${id}`)).status).toBe(303);
  return id;
}

/** What an open page hears. */
async function openPage(jar: CookieJar): Promise<readonly string[]> {
  const heard: string[] = [];
  const open = await jar.fetch('/api/stream');
  void (async () => {
    for await (const piece of open.body ?? []) heard.push(Buffer.from(piece).toString('utf8'));
  })().catch(() => {});
  return heard;
}

const complaint = {
  reportKind: 'waste',
  details: 'حاوية ممتلئة منذ ثلاثة أيام أمام المسجد',
  municipality: 'm-dhahran',
  site: { latitude: 26.2886, longitude: 50.1141 },
  wantsCall: false,
  undertakingTruth: true,
};
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const camp = { campUse: 'family', municipality: 'm-dhahran', site: complaint.site, fromDate: inDays(5), untilDate: inDays(20), undertakingTruth: true };

async function sends(jar: CookieJar, service: string, answers: object): Promise<string> {
  const draft = await call(jar, 'POST', '/requests/drafts', { service });
  expect(draft.status, JSON.stringify(draft.body)).toBe(200);
  if (service === campService) await call(jar, 'POST', `/requests/drafts/${draft.body.id}/sources/ID`, { answers: {} });
  const sent = await call(jar, 'POST', `/requests/drafts/${draft.body.id}/submission`, { answers });
  expect(sent.body, JSON.stringify(sent.body)).toMatchObject({ problems: [] });
  return String(sent.body.number);
}

describe.each([
  ['a person', () => bandar],
  ['an agent of an office', () => agent],
])('%s acting under a delegation', (_who, jar) => {
  test('acts in the name of the principal, who sees who did it and under which delegation', async () => {
    const id = await actsForAlice(jar());
    const number = await sends(jar(), complaintService, complaint);
    const own = await call(alice, 'GET', `/requests/own/${number}`);
    const [first] = own.body['timeline'] as { by: string }[];
    expect(first?.by).toContain('أليس عبدالله المهنا');
    expect(first?.by).toContain(id);
    const [record] = await database.query<{ capacity: Record<string, unknown> }>('SELECT capacity FROM plugin_requests.request WHERE number = $1', [number]);
    expect(JSON.stringify(record?.capacity)).toContain(id);
  });

  test('is stopped by the very next request when it is withdrawn, in the middle of a form', async () => {
    const id = await actsForAlice(jar());
    const number = await sends(jar(), complaintService, complaint);
    const draft = await call(jar(), 'POST', '/requests/drafts', { service: complaintService });
    expect((await call(jar(), 'GET', `/requests/own/${number}`)).status).toBe(200);
    const heard = await openPage(jar());
    expect((await call(alice, 'DELETE', `/account/delegations/${id}`)).status).toBe(200);
    const [sent, read] = [
      await call(jar(), 'POST', `/requests/drafts/${draft.body.id}/submission`, { answers: complaint }),
      await call(jar(), 'GET', `/requests/own/${number}`),
    ];
    expect(sent.body.code).toBe('REQUESTS_CAPACITY_REFUSED');
    expect(read.status).toBe(404);
    await expect.poll(() => heard.join(''), { timeout: 10_000 }).toContain('session.undelegated');
    expect((await jar().fetch(`/requests/${number}`)).status).toBe(404);
    expect((await chooses(jar(), jar() === bandar ? `delegate:${id}` : `agent:${fastOffice}/${id}`)).status).toBe(422);
  });

  test('ends with its term in the middle of a session', async () => {
    const id = await actsForAlice(jar());
    const number = await sends(jar(), complaintService, complaint);
    await database.query(`UPDATE hub.delegation SET expires_at = now() WHERE id = $1`, [id]);
    expect((await call(jar(), 'GET', `/requests/own/${number}`)).status).toBe(404);
    expect(await capacityOf(jar())).toBe('self');
  });

  test('neither begins nor sees a service that the delegation does not name', async () => {
    const camped = await sends(alice, campService, camp);
    await actsForAlice(jar(), { services: [complaintService] });
    expect((await call(jar(), 'POST', '/requests/drafts', { service: campService })).body.code).toBe('REQUESTS_CAPACITY_REFUSED');
    expect((await call(jar(), 'GET', `/requests/own/${camped}`)).status).toBe(404);
    expect(JSON.stringify((await call(jar(), 'GET', '/requests/own')).body)).not.toContain(camped);
  });

  test('gets no invoice above the limit until the principal has approved it, and cannot approve it', async () => {
    await actsForAlice(jar(), { feeLimit: 100 });
    const number = await sends(jar(), campService, camp);
    const over = async (reader: CookieJar) => (await call(reader, 'GET', `/requests/own/${number}`)).body['overLimit'];
    await expect.poll(() => over(alice), { timeout: 30_000 }).toEqual({ total: '300.00', limit: '100.00', mayApprove: true });
    expect(await over(jar())).toMatchObject({ mayApprove: false });
    await expect
      .poll(() => database.query(`SELECT last_error FROM plugin_requests.outside_step WHERE request = $1 AND operation = 'invoice.issue'`, [number]), {
        timeout: 30_000,
      })
      .toEqual([{ last_error: 'REQUESTS_DELEGATION_LIMIT' }]);
    expect(await database.query('SELECT 1 FROM plugin_payments.invoice WHERE request = $1', [number])).toEqual([]);
    expect((await call(jar(), 'POST', `/requests/own/${number}/fee-approval`, {})).status).toBe(404);
    await call(alice, 'POST', `/requests/own/${number}/fee-approval`, {});
    expect(await database.query('SELECT total FROM plugin_payments.invoice WHERE request = $1', [number])).toEqual([{ total: '300.00' }]);
  });
});

describe('a delegation to an office', () => {
  test('is only for its own agents, who neither choose, accept nor end what was given to another office, nor guess it', async () => {
    const id = await delegate({ office: fastOffice });
    await chooses(otherAgent, `agent:${otherOffice}`);
    for (const guess of [id, 'DLG-0000000000', "x' OR '1'='1"]) {
      expect((await call(otherAgent, 'POST', `/account/delegations/${encodeURIComponent(guess)}/accept`, {})).body.code).toBe('IDENTITY_DELEGATION_UNKNOWN');
      expect((await call(otherAgent, 'DELETE', `/account/delegations/${encodeURIComponent(guess)}`)).body.code).toBe('IDENTITY_DELEGATION_UNKNOWN');
    }
    await chooses(agent, `agent:${fastOffice}`);
    expect((await call(agent, 'POST', `/account/delegations/${id}/accept`, {})).status).toBe(200);
    for (const guess of [`agent:${fastOffice}/${id}`, `agent:${otherOffice}/${id}`, `delegate:${id}`])
      expect((await chooses(otherAgent, guess)).status, guess).toBe(422);
    expect(JSON.stringify((await call(otherAgent, 'GET', '/account/delegations')).body['received'])).not.toContain(id);
    const number = await sends(alice, complaintService, complaint);
    expect((await call(otherAgent, 'GET', `/requests/own/${number}`)).status).toBe(404);
  });

  test('is not given to an office that is not accredited, nor to a person and an office at once', async () => {
    const given = { services: [complaintService], until: soon };
    expect((await call(alice, 'POST', '/account/delegations', { ...given, office: '7999999999' })).body.code).toBe('IDENTITY_DELEGATION_OFFICE');
    expect((await call(alice, 'POST', '/account/delegations', { ...given, office: fastOffice, nationalId: bandarNumber })).body.code).toBe(
      'HTTP_INVALID_INPUT',
    );
    expect((await call(alice, 'POST', '/account/delegations', given)).body.code).toBe('HTTP_INVALID_INPUT');
  });
});
