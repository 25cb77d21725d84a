import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Received } from '@amanah/testing';
import { connectTo, endingOf, startSystem, type TestSystem, type Told } from '../testing/test-system.ts';

let system: TestSystem;
beforeEach(async () => (system = await startSystem()));
afterEach(() => system.close());

const rows = ['1', '2', '3', '4', '5'].map((id) => ({ id }));
const listed = { type: 'object', properties: { data: { type: 'object', properties: { rows: { type: 'array', items: { type: 'object' } } } } } };
const document = {
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  security: [{ key: [] }],
  paths: {
    '/rows': {
      get: {
        operationId: 'list',
        parameters: ['at', 'size'].map((name) => ({ name, in: 'query', schema: { type: ['integer', 'string'] } })),
        responses: { 200: { description: '', content: { 'application/json': { schema: listed } } } },
      },
    },
  },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'api_key' } } },
};
const atOf = ({ target }: Received) => new URL(target, 'http://x').searchParams.get('at');

/** Reads every page; gives the ids of each, and how it ended. */
async function pages(
  paging: object,
  answer: (request: Received) => Told,
  input: object = {},
): Promise<{ ids: string[][]; targets: string[]; error?: unknown }> {
  system.answer = answer;
  const given = {
    server: { url: system.url },
    paging: { list: paging },
    credentials: [{ kind: 'apiKey', scheme: 'key', value: { secret: 'key' } }],
  };
  const { call } = await connectTo(document, given, { secrets: { key: 'canary-page-key' } });
  const ids: string[][] = [];
  const targets = () => system.received.map(({ target }) => target.replace('api_key=canary-page-key', 'KEY'));
  let cursor: string | undefined;
  do {
    const ending = (await endingOf(call('list', input, cursor === undefined ? {} : { cursor }))) as {
      ok?: { output: { data: { rows: { id: string }[] } }; next?: string };
    };
    if (!ending.ok) return { ids, targets: targets(), error: ending };
    ids.push((ending.ok.output.data?.rows ?? []).map(({ id }) => id));
    cursor = ending.ok.next;
    if (cursor !== undefined) expect(Buffer.from(cursor, 'base64url').toString()).not.toContain('canary');
  } while (cursor !== undefined && ids.length < 10);
  return { ids, targets: targets() };
}
const slice = (from: number, count = 2): Told => ({ body: { data: { rows: rows.slice(from, from + count), total: 5 } } });
const items = '/data/rows';

describe('pages are chosen', () => {
  test('by their number: until one is empty, or shorter than it should be', async () => {
    const byNumber = (request: Received) => slice((Number(atOf(request)) - 1) * 2);
    expect(await pages({ by: 'page', parameter: 'at', items }, byNumber)).toEqual({
      ids: [['1', '2'], ['3', '4'], ['5'], []],
      targets: [1, 2, 3, 4].map((at) => `/rows?at=${at}&KEY`),
    });
    system.received.length = 0;
    expect((await pages({ by: 'page', parameter: 'at', items, size: 2 }, byNumber)).ids).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });

  test('by how many rows were there before; a caller may begin elsewhere', async () => {
    const byOffset = (request: Received) => slice(Number(atOf(request)));
    expect((await pages({ by: 'offset', parameter: 'at', items, size: 2 }, byOffset)).ids).toEqual([['1', '2'], ['3', '4'], ['5']]);
    expect((await pages({ by: 'offset', parameter: 'at', items, size: 2 }, byOffset, { at: 3 })).ids).toEqual([['4', '5'], []]);
  });

  test('by what the answer says, a text or a number; what it says of the last one is nothing', async () => {
    for (const last of [undefined, null, '', false]) {
      const byCursor = (request: Received): Told => {
        const from = Number(atOf(request) ?? 0);
        return { body: { data: { rows: rows.slice(from, from + 3) }, next: from + 3 < rows.length ? from + 3 : last } };
      };
      expect((await pages({ by: 'cursor', parameter: 'at', next: '/next' }, byCursor)).ids).toEqual([
        ['1', '2', '3'],
        ['4', '5'],
      ]);
    }
  });

  test.each([
    [
      'a Link header',
      { by: 'link' },
      (next: string | null): Told => (next === null ? {} : { headers: { link: `</x>; rel=prev, <${next}>; rel="last next"` } }),
    ],
    ['an address in the answer', { by: 'next', next: '/links/next' }, (next: string | null): Told => (next === null ? {} : { body: { links: { next } } })],
  ])('by %s, which is followed with our key and keeps none', async (_title, paging, saying) => {
    const byAddress = (request: Received): Told => {
      const from = Number(atOf(request) ?? 0);
      const said = saying(from + 2 < rows.length ? `/rows?api_key=canary-page-key&at=${from + 2}&&size=2#top` : null);
      return { ...said, headers: { ...said.headers, 'content-type': 'application/json' }, body: { ...(slice(from).body as object), ...(said.body as object) } };
    };
    const { ids, targets } = await pages(paging, byAddress);
    expect(ids).toEqual([['1', '2'], ['3', '4'], ['5']]);
    expect(targets).toEqual(['/rows?KEY', '/rows?at=2&size=2&KEY', '/rows?at=4&size=2&KEY']);
  });

  test('an address of a next page may say nothing beside the path', async () => {
    let asked = 0;
    const { targets } = await pages({ by: 'link' }, () => ({
      ...slice(0),
      headers: { 'content-type': 'application/json', ...(asked++ === 0 ? { link: '</more>; rel=next' } : {}) },
    }));
    expect(targets).toEqual(['/rows?KEY', '/more?KEY']);
  });
});

test('rows that moved on while pages were read come once, where they have a key', async () => {
  let asked = 0;
  const moving = () => slice([0, 1, 4, 6][asked++] ?? 9);
  expect((await pages({ by: 'page', parameter: 'at', items, key: '/id' }, moving)).ids).toEqual([['1', '2'], ['3'], ['5'], []]);
  const inList = (request: Received): Told => ({ body: { data: [{ rows: slice(Number(atOf(request)) - 1).body }, { rows: [] }] } });
  const { error } = await pages({ by: 'page', parameter: 'at', items: '/data/0/rows/data/rows', key: '/id' }, inList);
  expect(error).toBeUndefined();
});

test.each<[string, object, Told, object]>([
  ['no list stands where it should', { by: 'page', parameter: 'at', items: '/data/list' }, slice(0), { message: 'no list stands at /data/list of the page' }],
  ['the answer itself is no list', { by: 'page', parameter: 'at', items: '' }, slice(0), { message: 'no list stands at the top of the page' }],
  ['a page leads to itself', { by: 'cursor', parameter: 'at', next: '/data/total' }, slice(0), { message: 'a page leads to itself' }],
  ['the next page is a list', { by: 'cursor', parameter: 'at', next: '/data/rows' }, slice(0), { message: 'no place of a next page stands at /data/rows' }],
  [
    'it leads to another origin',
    { by: 'next', next: '/data/rows/0/id' },
    { body: { data: { rows: [{ id: 'http://attacker.example/steal' }] } } },
    { message: 'a page leads to another origin', reached: 'yes' },
  ],
  [
    'it is no address',
    { by: 'next', next: '/data/rows/0/id' },
    { body: { data: { rows: [{ id: 'http://[' }] } } },
    { message: 'a page leads to another origin' },
  ],
])('%s: a broken contract, and nothing is followed', async (_title, paging, told, expected) => {
  const { error } = await pages(paging, () => told);
  expect(error).toMatchObject({ outcome: 'contract-violation', ...expected });
});

test.each(['nonsense', Buffer.from('{"at":[]}').toString('base64url'), Buffer.from('{"at":1}').toString('base64url')])(
  'the cursor %s was not given by the operation, and nothing is sent',
  async (cursor) => {
    const { call } = await connectTo({ ...document, security: [] }, { server: { url: system.url }, paging: { list: { by: 'page', parameter: 'at', items } } });
    expect(await endingOf(call('list', {}, { cursor }))).toMatchObject({ outcome: 'input-invalid', reached: 'no' });
    expect(system.received).toEqual([]);
  },
);

test('a cursor that somebody made up leads to no other origin', async () => {
  const { call } = await connectTo({ ...document, security: [] }, { server: { url: system.url }, paging: { list: { by: 'link' } } });
  for (const at of ['//attacker.example/x', 'http://['])
    expect(await endingOf(call('list', {}, { cursor: Buffer.from(JSON.stringify({ at, seen: [] })).toString('base64url') }))).toMatchObject({
      outcome: 'contract-violation',
      reached: 'no',
    });
  expect(system.received).toEqual([]);
});
