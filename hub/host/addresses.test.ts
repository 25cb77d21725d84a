import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { metadataPath } from '../http/challenge.ts';
import { assertAddressesFree, hubAddresses, isAtOrUnder } from './addresses.ts';

const rooms = ['../http/', '../gateway/', '../identity/create-identity.ts'];

function sources(room: string): string[] {
  const url = new URL(room, import.meta.url);
  if (!room.endsWith('/')) return [readFileSync(url, 'utf8')];
  return readdirSync(url)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(new URL(name, url), 'utf8'));
}

test('every address that a room of the hub answers is kept from plugins', () => {
  const answered = rooms.flatMap((room) =>
    sources(room).flatMap((source) => [...source.matchAll(/\b(?:router|app)\.(?:get|post|put|use|all)\(\s*'(\/[^']*)'/g)].map((match) => match[1]!)),
  );
  expect(answered.length).toBeGreaterThan(15);
  const open = [...answered, metadataPath].filter((address) => !hubAddresses.some((own) => isAtOrUnder(address, own)));
  expect(open).toEqual([]);
});

test('an address is free unless it lies at, over or under one that is taken, or a page has it', () => {
  const plugin = (id: string, addresses: string[], pages: string[] = []) =>
    ({ id, addresses, ui: { pages: pages.map((at) => ({ at })) } }) as unknown as Parameters<typeof assertAddressesFree>[0];
  const check =
    (addresses: string[], others: Parameters<typeof assertAddressesFree>[1] = [], pages: string[] = []) =>
    () =>
      assertAddressesFree(plugin('one', addresses, pages), others);
  expect(check(['/feeds', '/.well-known/webfinger', '/embed/player.js'], [plugin('two', ['/feed'], ['/news/:id'])], ['/embed/player/:id'])).not.toThrow();
  for (const address of ['/api/two', '/auth', '/search', '/.well-known/openid-configuration']) expect(check([address])).toThrow(/HOST_ADDRESS_TAKEN/);
  expect(check(['/feeds/news'], [plugin('two', ['/feeds'])])).toThrow(/two/);
  expect(check(['/feeds'], [plugin('two', ['/feeds/news'])])).toThrow(/two/);
  expect(check(['/news/feed'], [plugin('two', [], ['/news/:id'])])).toThrow(/two/);
  expect(check(['/news'], [], ['/news/:id'])).toThrow(/its own page/);
  expect(check([], [plugin('two', ['/news'])], ['/news/:id'])).toThrow(/two/);
});
