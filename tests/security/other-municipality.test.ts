import type { CookieJar } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerOf, ask, sampleReports, startOfficersHub, type Inbox, type OfficersHub } from '../e2e/pages/officer-cases.ts';

let office: OfficersHub;
let dhahran: CookieJar;
let qatif: CookieJar;
/** By what they are for. */
let numbers: Record<string, string>;

beforeAll(async () => {
  office = await startOfficersHub();
  const { hub } = office;
  await hub.addPerson('dhahran', 'dhahran-password-1', { role: 'service-officer@m-dhahran' });
  await hub.addPerson('qatif', 'qatif-password-1', { role: 'service-officer@m-qatif' });
  numbers = await sampleReports(office, await hub.signIn('alice', 'alice-password'));
  dhahran = await hub.signIn('dhahran', 'dhahran-password-1');
  qatif = await hub.signIn('qatif', 'qatif-password-1');
}, 240_000);
afterAll(() => office?.remove());

describe('an officer of another municipality', () => {
  test('sees nothing of a case: not by list, search, number, map, letters, files, nor by taking, whether it exists or not', async () => {
    const number = numbers['soon']!;
    const token = await office.tokenOf(number);
    expect((await answerOf<Inbox>(qatif, 'GET', '/inbox')).tasks).toEqual([]);
    expect(await answerOf(qatif, 'GET', '/cases')).toEqual({ cases: [], next: null });
    expect(await answerOf(qatif, 'GET', `/cases?query=${number}`)).toEqual({ cases: [], next: null });
    const none = '1448-0101-99999';
    const refusal = async (method: string, path: (of: string) => string, body?: object) => {
      const tell = async (of: string) => {
        const answer = await ask(qatif, method, path(of), body);
        return [answer.status, ((await answer.json()) as { code: string }).code];
      };
      expect(await tell(number), path(number)).toEqual(await tell(none));
      expect((await tell(number))[0], path(number)).toBe(404);
    };
    await refusal('GET', (of) => `/cases/${of}`);
    await refusal('GET', (of) => `/cases/${of}/map`);
    await refusal('GET', (of) => `/tasks/${of}/${token}/colleagues`);
    await refusal('POST', (of) => `/cases/${of}/letters`, { body: 'السلام عليكم' });
    await refusal('POST', (of) => `/cases/${of}/tasks/${token}/decision`, { revision: 1, decision: 'take-on' });
    for (const [path, more] of [
      ['/tasks/claims', {}],
      ['/tasks/releases', {}],
      ['/tasks/hand-overs', { to: 'qatif' }],
    ] as const) {
      const tried = await answerOf<{ done: object[]; refused: { code: string }[] }>(qatif, 'POST', path, {
        tasks: [
          { request: number, token },
          { request: none, token },
        ],
        ...more,
      });
      expect(tried.done).toEqual([]);
      expect(tried.refused.map(({ code }) => code)).toEqual(['REQUESTS_UNKNOWN', 'REQUESTS_UNKNOWN']);
    }
    expect((await ask(qatif, 'GET', '/load')).status).toBe(403);
  });

  test('and one who may is still asked for two factors where a decision is a signature', async () => {
    const number = numbers['signed']!;
    const { revision } = await answerOf<{ revision: number }>(dhahran, 'GET', `/cases/${number}`);
    const answer = await ask(dhahran, 'POST', `/cases/${number}/tasks/${await office.tokenOf(number)}/decision`, {
      revision,
      decision: 'take-on',
      answers: { readBeforeSigning: true },
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'HTTP_STEP_UP_NEEDED']);
  });
});
