import { createTestHub, type TestHub } from '@amanah/testing';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let hub: TestHub;
type Client = Awaited<ReturnType<TestHub['signIn']>>;
let applicant: Client;
let analyst: Client;
/** Signed in without a second factor. */
let careless: Client;

const procedure = '/procedures/pattern-complaint';
const ask = (client: Client, method: string, path: string, body?: object) =>
  client.fetch(`/api/requests${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
async function done<T>(client: Client, method: string, path: string, body?: object): Promise<T> {
  const answer = await ask(client, method, path, body);
  const text = await answer.text();
  expect([200, 204], `${path}: ${text}`).toContain(answer.status);
  return (text ? JSON.parse(text) : undefined) as T;
}
const refused = async (client: Client, method: string, path: string, body?: object) => {
  const answer = await ask(client, method, path, body);
  return [answer.status, ((await answer.json()) as { code: string }).code];
};

interface Whole {
  readonly version: string;
  readonly bpmn: string;
  readonly steps: readonly { readonly step: string; readonly now: number }[];
  readonly versions: readonly { readonly version: string; readonly running: number }[];
  readonly publications: readonly { readonly version: string; readonly unit: string | null; readonly by: string | null }[];
}
interface Checked {
  readonly runnable: boolean;
  readonly findings: readonly { readonly key: string; readonly at: string | null; readonly severity: string; readonly text: string }[];
}
const look = (unit?: string) => done<Whole>(analyst, 'GET', `${procedure}${unit ? `?unit=${unit}` : ''}`);
const draw = (bpmn: string) => done<Checked>(analyst, 'PUT', `${procedure}/draft`, { bpmn });
const speak = (language: 'ar' | 'en') => analyst.fetch(`/language/${language}?rd=/`);

async function send(municipality: string): Promise<string> {
  const draft = await done<{ id: string }>(applicant, 'POST', '/drafts', { service: 'SRV-071' });
  const answers = {
    reportKind: 'waste',
    details: 'حاوية ممتلئة منذ ثلاثة أيام أمام المسجد',
    municipality,
    site: { latitude: 26.2886, longitude: 50.1141 },
    wantsCall: false,
    undertakingTruth: true,
  };
  return (await done<{ number: string }>(applicant, 'POST', `/drafts/${draft.id}/submission`, { answers })).number;
}
/** The name of the step where a request stands, in the version that it runs on. */
const stands = async (number: string) => {
  const map = await done<{ steps: { title: string; state: string }[] }>(applicant, 'GET', `/own/${number}/map`);
  return map.steps.find(({ state }) => state === 'current')?.title;
};
const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Riyadh' }).format(new Date());

let original: Whole;
let changed: string;
let version: string;
let before: string;
const [oldName, newName] = ['فرز البلاغ وتحديد المختص', 'فرز البلاغ بمعرفة البلدية'];

beforeAll(async () => {
  hub = await createTestHub();
  const role = 'procedure-analyst@eamana';
  await hub.addPerson('applicant', 'applicant-password-1');
  const secret = await hub.addPerson('analyst', 'analyst-password-1', { role, factor: 'totp' });
  await hub.addPerson('careless', 'careless-password-1', { role });
  applicant = await hub.signIn('applicant', 'applicant-password-1');
  careless = await hub.signIn('careless', 'careless-password-1');
  analyst = hub.client();
  await analyst.signIn('analyst', 'analyst-password-1', () => new TOTP({ secret: Secret.fromBase32(secret!) }).generate());
  original = await look();
  changed = original.bpmn.replaceAll(oldName, newName).replace('amanah:sla="PT8H"', 'amanah:sla="PT4H"');
}, 120_000);
afterAll(() => hub?.remove());

describe('an analyst', () => {
  test('sees what runs, step by step, of one municipality or of all', async () => {
    before = await send('m-dhahran');
    const at = async (unit?: string) => (await look(unit)).steps.find(({ step }) => step === 'T1')?.now ?? 0;
    expect([await at(), await at('m-dhahran'), await at('m-qatif')]).toEqual([1, 1, 0]);
    const { procedures } = await done<{ procedures: { id: string; running: number; services: { code: string }[] }[] }>(analyst, 'GET', '/procedures');
    const listed = procedures.find(({ id }) => id === 'pattern-complaint');
    expect(listed).toMatchObject({ running: 1, services: expect.arrayContaining([expect.objectContaining({ code: 'SRV-071' })]) as object[] });
    expect(await refused(applicant, 'GET', '/procedures')).toEqual([403, 'HTTP_PERMISSION_DENIED']);
  });

  test('is told in both languages what is wrong with a draft and where, and cannot publish it', async () => {
    const faulty = original.bpmn
      .replace('amanah:operation="answer.send"', 'amanah:operation="answer.shout"')
      .replace('sourceRef="GT2" targetRef="T3"', 'sourceRef="GT2" targetRef="T1"');
    const arabic = await draw(faulty);
    await speak('en');
    const english = await draw(faulty);
    await speak('ar');
    expect(arabic.runnable).toBe(true);
    const found = ({ findings }: Checked, key: string) => findings.find((finding) => finding.key === key);
    expect(found(arabic, 'unreachable')).toMatchObject({ at: 'T3', severity: 'error', text: expect.stringContaining('إرسال الإجابة') as string });
    expect(found(english, 'unreachable')).toMatchObject({ at: 'T3', text: '“Send the answer” cannot be reached' });
    expect(found(english, 'unknown-operation')).toMatchObject({ at: 'T3', text: expect.stringContaining('answer.shout') as string });
    const publication = { version: 'draft', from: today(), units: null };
    expect(await refused(analyst, 'POST', `${procedure}/publications`, publication)).toEqual([409, 'REQUESTS_PROCEDURE_FAULTY']);
    expect(await draw('<not bpmn')).toMatchObject({ runnable: false, findings: [{ key: 'not-xml' }] });
    expect(await refused(analyst, 'POST', `${procedure}/simulation`, { version: 'draft' })).toEqual([409, 'REQUESTS_PROCEDURE_FAULTY']);
  });

  test('plays a draft on the recorded past, the same each time, and compares it with the present version', async () => {
    expect(await draw(changed)).toEqual({ runnable: true, findings: [] });
    const play = () =>
      done<{ requests: number; ends: { count: number }[]; steps: object[] }>(analyst, 'POST', `${procedure}/simulation`, { version: 'draft', requests: 100 });
    const played = await play();
    expect(played).toEqual(await play());
    expect(played.ends.reduce((sum, { count }) => sum + count, 0)).toBe(100);
    const comparison = await done<object>(analyst, 'GET', `${procedure}/comparison?before=${original.version}&after=draft`);
    expect(comparison).toMatchObject({ added: [], removed: [], changed: [{ id: 'T1', name: newName }], steps: { before: 11, after: 11 } });
  });
});

describe('a published version', () => {
  const publication = (more: object = {}) => ({ version: 'draft', from: today(), units: ['m-dhahran'], ...more });

  test('needs two factors, a day that is not over and a municipality that there is', async () => {
    expect(await refused(careless, 'POST', `${procedure}/publications`, publication({ version: original.version }))).toEqual([403, 'HTTP_STEP_UP_NEEDED']);
    expect((await refused(analyst, 'POST', `${procedure}/publications`, publication({ from: '2020-01-01' })))[0]).toBe(422);
    expect((await refused(analyst, 'POST', `${procedure}/publications`, publication({ units: ['m-nowhere'] })))[0]).toBe(422);
    expect((await look()).publications).toHaveLength(1);
  });

  test('begins new requests of its municipality only; what runs finishes on its own', async () => {
    ({ version } = await done<{ version: string }>(analyst, 'POST', `${procedure}/publications`, publication()));
    const [dhahran, qatif] = [await send('m-dhahran'), await send('m-qatif')];
    expect([await stands(dhahran), await stands(qatif), await stands(before)]).toEqual([newName, oldName, oldName]);
    const now = await look();
    expect(now.version, 'what begins elsewhere').toBe(original.version);
    expect(now.publications[0]).toMatchObject({ version, unit: 'm-dhahran', by: 'شخص' });
    expect(now.versions.map(({ version: of, running }) => [of, running])).toEqual([
      [version, 1],
      [original.version, 2],
    ]);
    expect((await ask(analyst, 'GET', `${procedure}/texts/draft`)).status, 'the draft has become a version').toBe(404);
  });

  test('from a day to come begins nothing before it', async () => {
    await done(analyst, 'POST', `${procedure}/publications`, publication({ version, from: '2090-01-01', units: null }));
    expect(await stands(await send('m-qatif'))).toBe(oldName);
  });

  test('takes over running requests whose step it has, of the municipalities that were named; a dry run changes nothing', async () => {
    const move = (dryRun: boolean, more: object = {}) =>
      done<{ moved: string[]; obstacles: object[]; next: string | null }>(analyst, 'POST', `${procedure}/moves`, {
        from: original.version,
        to: version,
        units: ['m-dhahran'],
        dryRun,
        ...more,
      });
    expect(await move(true)).toEqual({ moved: [before], obstacles: [], next: null });
    expect(await stands(before)).toBe(oldName);
    expect((await move(false)).moved).toEqual([before]);
    expect(await stands(before)).toBe(newName);
    expect((await move(false)).moved, 'a second time there is nothing to move').toEqual([]);
    const away = { from: version, to: original.version, units: null };
    expect((await move(true, away)).moved).toHaveLength(2);
    expect((await refused(careless, 'POST', `${procedure}/moves`, { ...away, dryRun: true }))[1]).toBe('HTTP_STEP_UP_NEEDED');
    expect(await refused(analyst, 'POST', `${procedure}/moves`, { ...away, to: '0123456789abcdef', dryRun: true })).toEqual([
      404,
      'REQUESTS_PROCEDURE_UNKNOWN',
    ]);
  });
});
