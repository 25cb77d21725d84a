import type { Call, PluginManifest, SystemOperation } from '@amanah/plugin-api';
import { expect, test } from 'vitest';
import { asCaller } from '../systems/calls/current-caller.ts';
import type { SystemCall } from '../systems/calls/contract.ts';
import type { Systems } from '../systems/contract.ts';
import { systemHandles, systemIdOf } from './system-handle.ts';

type Named = Record<string, SystemOperation>;
const manifest = { systems: { commerceRegister: 'openapi' } } as unknown as PluginManifest;

function handleOver(answers: readonly { output: unknown; next: string | null }[]) {
  const made: SystemCall[] = [];
  const systems = {
    byId: () => ({ title: { ar: 'السجل', en: 'Register' } }),
    info: () => ({ state: 'slow' }),
    calls: { call: async (call: SystemCall) => (made.push(call), answers[made.length - 1] ?? { output: null, next: null }) },
  } as unknown as Systems;
  return { made, handle: systemHandles('permits', manifest, systems)['commerceRegister']! };
}

test('a local name stands for the system of the same name with dashes', () => {
  expect(['commerceRegister', 'sadad', 'shopRegisterKhobar'].map(systemIdOf)).toEqual(['commerce-register', 'sadad', 'shop-register-khobar']);
});

test('operations are functions of their names; the call knows the plugin, and the person, language and request of the code that runs', async () => {
  const { made, handle } = handleOver([{ output: { name: 'شركة' }, next: null }]);
  const actor = { username: 'noura' } as unknown as Call['actor'];
  const gone = new AbortController();
  const call = { actor, language: 'en', requestId: 'r-7', signal: gone.signal } as const;
  const answer = await asCaller(call, () => (handle as unknown as Named)['company']!({ unifiedNumber: '7' }, { case: 'EA-1' }));
  expect(answer).toEqual({ name: 'شركة' });
  expect(made).toMatchObject([
    {
      system: 'commerce-register',
      operation: 'company',
      input: { unifiedNumber: '7' },
      cursor: null,
      caller: { plugin: 'permits', actor, language: 'en', requestId: 'r-7' },
    },
  ]);
  expect(made[0]?.options).toMatchObject({ case: 'EA-1' });
  gone.abort();
  expect(made[0]?.options.signal?.aborted).toBe(true);
});

test('pages are asked for one after the other, each with the place that the one before gave', async () => {
  const { made, handle } = handleOver([
    { output: 1, next: 'a' },
    { output: 2, next: 'b' },
    { output: 3, next: null },
  ]);
  const pages: unknown[] = [];
  for await (const page of handle.operation('companies').pages({})) pages.push(page);
  expect(pages).toEqual([1, 2, 3]);
  expect(made.map(({ cursor }) => cursor)).toEqual([null, 'a', 'b']);
});

test('a handle is no promise and says what the system is', async () => {
  const { made, handle } = handleOver([]);
  expect(await handle).toBe(handle);
  expect([handle.id, handle.title.en, handle.state()]).toEqual(['commerce-register', 'Register', 'slow']);
  expect(made).toEqual([]);
});

test('code outside of any call calls for nobody, in Arabic, under a number of its own', async () => {
  const { made, handle } = handleOver([]);
  await handle.operation('company')({});
  expect(made[0]?.caller).toMatchObject({ actor: null, language: 'ar', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
});
