import { createTestHub, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let hub: TestHub;
type Client = Awaited<ReturnType<TestHub['signIn']>>;
let applicant: Client;
let officer: Client;
let elsewhere: Client;

const ask = (client: Client, method: string, path: string, body?: object) =>
  client.fetch(`/api/requests${path}`, { method, ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}) });

async function get<T>(client: Client, path: string): Promise<T> {
  const answer = await ask(client, 'GET', path);
  expect(answer.status, `${path}: ${await answer.clone().text()}`).toBe(200);
  return (await answer.json()) as T;
}
async function post<T>(client: Client, path: string, body: object): Promise<T> {
  const answer = await ask(client, 'POST', path, body);
  const text = await answer.text();
  expect([200, 204], `${path}: ${text}`).toContain(answer.status);
  return (text ? JSON.parse(text) : undefined) as T;
}

interface Own {
  readonly number: string;
  readonly revision: number;
  readonly state: { readonly id: string };
  readonly tasks: readonly { readonly token: number; readonly step: { readonly id: string } }[];
  readonly letters: readonly { readonly body: string; readonly fromApplicant: boolean }[];
  readonly timeline: readonly { readonly kind: string; readonly title: string }[];
}
interface Inbox {
  readonly tasks: readonly { readonly request: string; readonly token: number }[];
}

/** Until the request has come to a state: automatic steps are done by jobs. */
async function inState(number: string, state: string, client = applicant): Promise<Own> {
  const until = Date.now() + 60_000;
  for (;;) {
    const own = await get<Own>(client, `/own/${number}`);
    if (own.state.id === state) return own;
    expect(Date.now(), `${number} is in ${own.state.id} and not in ${state}: ${JSON.stringify(own.timeline)}`).toBeLessThan(until);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const complaint = {
  reportKind: 'waste',
  details: 'حاوية ممتلئة منذ ثلاثة أيام أمام المسجد',
  municipality: 'm-dhahran',
  site: { latitude: 26.2886, longitude: 50.1141 },
  wantsCall: false,
  undertakingTruth: true,
};

async function send(): Promise<string> {
  const draft = await post<{ id: string; revision: number }>(applicant, '/drafts', { service: 'SRV-071' });
  const sent = await post<{ number: string | null; problems: object[] }>(applicant, `/drafts/${draft.id}/submission`, { answers: complaint });
  expect(sent.problems).toEqual([]);
  return sent.number!;
}

beforeAll(async () => {
  hub = await createTestHub();
  await hub.addPerson('applicant', 'applicant-password-1');
  await hub.addPerson('officer', 'officer-password-1', { role: 'service-officer@eamana' });
  await hub.addPerson('elsewhere', 'elsewhere-password-1', { role: 'service-officer@m-qatif' });
  applicant = await hub.signIn('applicant', 'applicant-password-1');
  officer = await hub.signIn('officer', 'officer-password-1');
  elsewhere = await hub.signIn('elsewhere', 'elsewhere-password-1');
}, 120_000);
afterAll(() => hub?.remove());

describe('a draft', () => {
  test('is kept with the step it was left at, and a window that is behind is told so', async () => {
    const draft = await post<{ id: string; number: string; revision: number }>(applicant, '/drafts', { service: 'SRV-071' });
    expect(draft.number).toMatch(/^D-[0-9A-Z]{8}$/);
    const keep = (revision: number) => ask(applicant, 'PUT', `/drafts/${draft.id}`, { answers: { reportKind: 'road' }, step: 'place', revision });
    expect((await keep(draft.revision)).status).toBe(200);
    const behind = await keep(draft.revision);
    expect([behind.status, ((await behind.json()) as { code: string }).code]).toEqual([409, 'REQUESTS_DRAFT_CHANGED']);
    expect(await get(applicant, `/drafts/${draft.id}`)).toMatchObject({ step: 'place', answers: { reportKind: 'road' } });
    expect((await ask(officer, 'GET', `/drafts/${draft.id}`)).status).toBe(404);
  });

  test('with something missing is not sent: each rule is named at its place, and the draft stays', async () => {
    const draft = await post<{ id: string }>(applicant, '/drafts', { service: 'SRV-071' });
    const { number, problems } = await post<{ number: null; problems: { path: string; rule: string }[] }>(applicant, `/drafts/${draft.id}/submission`, {
      answers: { ...complaint, reportKind: 'nothing-known', undertakingTruth: false },
    });
    expect(number).toBeNull();
    expect(problems.map(({ path }) => path)).toEqual(['reportKind', 'undertakingTruth']);
    expect((await ask(applicant, 'GET', `/drafts/${draft.id}`)).status).toBe(200);
  });

  test('sent ten times at once is one request', async () => {
    const draft = await post<{ id: string }>(applicant, '/drafts', { service: 'SRV-071' });
    const sent = await Promise.all(Array.from({ length: 10 }, () => ask(applicant, 'POST', `/drafts/${draft.id}/submission`, { answers: complaint })));
    const numbers = await Promise.all(sent.map(async (answer) => ((await answer.json()) as { number?: string }).number));
    expect(new Set(numbers.filter((number) => number !== undefined)).size).toBe(1);
    expect(sent.every(({ status }) => status === 200 || status === 404)).toBe(true);
  });
});

describe('a complaint', () => {
  test('goes from its sender to an officer of the municipality, who answers it, and back', async () => {
    const number = await send();
    expect((await inState(number, 'under-review')).tasks).toEqual([]);
    const inbox = await get<Inbox>(officer, '/inbox');
    const task = inbox.tasks.find(({ request }) => request === number)!;
    expect(task, 'it lies in the inbox').toBeDefined();
    const { refused } = await post<{ refused: object[] }>(officer, '/tasks/claims', { tasks: [{ request: number, token: task.token }] });
    expect(refused).toEqual([]);

    const decide = async (decision: string | undefined, note?: string) => {
      const view = await get<{ revision: number; tasks: { token: number }[] }>(officer, `/cases/${number}`);
      return post<{ state: string }>(officer, `/cases/${number}/tasks/${view.tasks[0]!.token}/decision`, { revision: view.revision, decision, note });
    };
    await decide('take-on');
    await inState(number, 'in-work');
    await decide('answered', 'رُفعت الحاوية وأضيفت حاوية ثانية');
    const answered = await inState(number, 'answered');
    expect(answered.letters.at(-1)).toMatchObject({ fromApplicant: false, body: expect.stringContaining('رُفعت الحاوية') as string });
    expect(answered.tasks).toHaveLength(1);
    await post(applicant, `/own/${number}/tasks/${answered.tasks[0]!.token}`, { revision: answered.revision, decision: 'solved' });
    const done = await get<Own & { ended: boolean }>(applicant, `/own/${number}`);
    expect(done.ended).toBe(true);
    expect(done.timeline[0]?.kind).toBe('submitted');
    expect(done.timeline.at(-1)?.kind).toBe('ended');
  });

  test('is nobody else’s to see: not by list, number, map, letters or claim', async () => {
    const number = await send();
    const { tasks } = await get<{ tasks: { token: number }[] }>(officer, `/cases/${number}`);
    expect((await get<Inbox>(elsewhere, '/inbox')).tasks).toEqual([]);
    expect((await get<{ cases: object[] }>(elsewhere, `/cases?query=${number}`)).cases).toEqual([]);
    for (const path of [`/cases/${number}`, `/cases/${number}/map`, `/own/${number}`, `/own/${number}/map`])
      expect((await ask(elsewhere, 'GET', path)).status, path).toBe(404);
    expect((await ask(elsewhere, 'POST', `/cases/${number}/letters`, { body: 'x' })).status).toBe(404);
    const claim = await post<{ done: object[]; refused: { code: string }[] }>(elsewhere, '/tasks/claims', {
      tasks: [{ request: number, token: tasks[0]!.token }],
    });
    expect(claim).toMatchObject({ done: [], refused: [{ code: 'REQUESTS_UNKNOWN' }] });
    expect((await ask(applicant, 'GET', '/inbox')).status).toBe(403);
  });

  test('that is withdrawn ends, and the officer’s task with it', async () => {
    const number = await send();
    const own = await inState(number, 'under-review');
    await post(applicant, `/own/${number}/withdrawal`, { revision: own.revision });
    expect((await get<{ ended: boolean }>(applicant, `/own/${number}`)).ended).toBe(true);
    expect((await get<Inbox>(officer, '/inbox')).tasks.some(({ request }) => request === number)).toBe(false);
    expect((await ask(applicant, 'POST', `/own/${number}/withdrawal`, { revision: own.revision + 1 })).status).toBe(409);
  });
});
