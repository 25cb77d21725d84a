import { readFileSync } from 'node:fs';
import { createTestHub, type TestHub } from '@amanah/testing';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { password, send } from '../security/sign-in-forms.ts';

interface Person {
  readonly username: string;
  readonly password?: string;
  readonly totpSecret?: string;
  readonly nationalId: string;
  readonly roles?: readonly string[];
  readonly posts?: readonly { readonly roles: readonly string[] }[];
  readonly offices?: readonly { readonly roles: readonly string[] }[];
  readonly governmentBodies?: readonly { readonly roles: readonly string[] }[];
}

const read = (file: string) => parse(readFileSync(new URL(`../../config/${file}`, import.meta.url), 'utf8')) as unknown;
const { people } = read('demo/people.yaml') as { people: readonly Person[] };
const { roles } = read('roles.yaml') as { roles: readonly { readonly id: string; readonly everyone?: true }[] };
const rolesOf = (person: Person) =>
  [person.roles ?? [], ...[...(person.posts ?? []), ...(person.offices ?? []), ...(person.governmentBodies ?? [])].map((held) => held.roles)].flat();

let hub: TestHub;
beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo' });
});
afterAll(() => hub?.remove());

test('the demo has a person for every role', () => {
  const held = new Set(people.flatMap(rolesOf).map((role) => role.split('@')[0]));
  expect(roles.filter(({ id, everyone }) => !everyone && !held.has(id)).map(({ id }) => id)).toEqual([]);
  expect(new Set(people.map(({ nationalId }) => nationalId)).size).toBe(people.length);
});

test.each(people.filter((person) => person.totpSecret).map((person) => [person.username, person] as const))(
  '%s signs in with the documented password and code, and acts in the post',
  async (username, person) => {
    const browser = hub.client();
    expect((await password(browser, username, person.password ?? '')).to).toBe('/auth/sign-in/code');
    const code = new TOTP({ secret: Secret.fromBase32(person.totpSecret ?? '') }).generate();
    expect((await send(browser, '/auth/sign-in/code', { code, method: 'totp' })).to).toMatch(/^\/auth\/capacity/);
    const choice = await (await browser.fetch('/auth/capacity', { headers: { accept: 'text/html' } })).text();
    const post = /value="(official:[^"]+)"/.exec(choice)?.[1] ?? '';
    expect((await send(browser, '/auth/capacity', { capacity: post, rd: '/account' })).to).toBe('/account');
    const { capacities } = (await (await browser.fetch('/api/account/profile')).json()) as { capacities: { id: string; current: boolean }[] };
    expect(capacities.find(({ current }) => current)?.id).toBe(post);
  },
);
