import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requestOf, type RandomRequest } from './random-request.ts';
import { RawClient } from './raw-client.ts';

/** Each part has its seed, so that a long run that was cut off goes on with `npm run test:long -- tests/security/random-requests.test.ts -t "seed 20261129"`. */
const parts = process.env['AMANAH_TEST_VOLUME'] === 'long' ? 10 : 1;
const runs = 10_000;
const seeds = Array.from({ length: parts }, (_, part) => 20_261_124 + part);
/** No answer of the hub itself is larger; pages of the catalogue are some hundred kilobytes. */
const largest = 4 * 1_048_576;

let hub: TestHub;
let alice: CookieJar;
let arbitrary: fc.Arbitrary<RandomRequest>;

beforeEach(async () => {
  hub = await createTestHub();
  alice = await hub.signIn('alice', 'alice-password');
  const document = (await (await alice.fetch('/api/openapi.json')).json()) as { paths: Record<string, unknown> };
  arbitrary = requestOf(Object.keys(document.paths).map((path) => (path.startsWith('/api') ? path : `/api${path}`)));
}, 120_000);
afterEach(() => hub?.remove());

test.each(seeds)(
  `${runs} requests of any kind, seed %i: no server error, bounded answers, every refusal with its code, and the hub is as well as before`,
  async (seed) => {
    const clients = Array.from({ length: 16 }, () => new RawClient(hub.port));
    const statuses = new Map<number, number>();
    const bad: string[] = [];
    const sample = fc.sample(arbitrary, { numRuns: runs, seed });
    const cookies = ['', alice.cookie];
    let next = 0;
    await Promise.all(
      clients.map(async (client) => {
        for (let at = next++; at < sample.length; at = next++) {
          const request = sample[at]!;
          // Signing out would leave the rest without a session.
          const cookie = request.path.startsWith('/auth/sign-out') ? '' : (cookies[at % 2] ?? '');
          const answer = await client.ask(request, cookie);
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          const coded = answer.status < 400 || answer.closed || answer.hasCode;
          if (answer.status >= 500 || answer.size > largest || !coded)
            bad.push(`#${at} ${answer.status} ${answer.size} B ${JSON.stringify(request).slice(0, 400)} ${answer.start}`);
        }
      }),
    );
    clients.forEach((client) => client.close());
    expect(bad.slice(0, 20), bad.length > 0 ? hub.log().slice(-4_000) : '').toEqual([]);
    // The mix reached real routes, not only refusals.
    for (const status of [200, 400, 403, 404, 405]) expect(statuses.get(status) ?? 0, JSON.stringify([...statuses])).toBeGreaterThan(0);
    expect((await hub.client().fetch('/health/ready')).status).toBe(200);
    expect((await (await hub.client().fetch('/services')).text()).length).toBeGreaterThan(1_000);
  },
  600_000,
);
