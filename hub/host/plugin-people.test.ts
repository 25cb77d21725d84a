import type { PluginManifest } from '@amanah/plugin-api';
import { expect, test } from 'vitest';
import { pluginMail, pluginPeople } from './plugin-people.ts';

const manifest: PluginManifest = { id: 'one', api: '^1.0.0', owner: 'it-center', title: 'title', locales: ['ar'], permissions: {} };
const contact = { name: { ar: 'منى', en: 'Mona' }, email: 'mona@demo.amanah.test', mobile: null };
const identity = { nationalIdOf: async () => '1048172637', contactOf: async () => contact, accountsKnownAs: async () => ['p1'] };
const sent: string[] = [];
const room = { send: async ({ to }: { to: string }) => void sent.push(to) };
const mail = { to: 'mona@demo.amanah.test', subject: 's', text: 't', html: 'h', language: 'ar', key: 'k' } as const;

test('a plugin learns of persons only what its manifest names, and mails only when it names contacts', async () => {
  const refused = expect.objectContaining({ code: 'HOST_PERSONAL_UNDECLARED' }) as Error;
  for (const personal of [[], ['national-id']] as const) {
    const people = pluginPeople({ ...manifest, personal }, identity);
    await expect(people.contactOf('p1')).rejects.toThrow(refused);
    await expect(people.knownAs('mona')).rejects.toThrow(refused);
    await expect(pluginMail({ ...manifest, personal }, room).send(mail, async () => {})).rejects.toThrow(refused);
  }
  expect(sent).toEqual([]);
  const people = pluginPeople({ ...manifest, personal: ['contact'] }, identity);
  expect(await people.contactOf('p1')).toEqual(contact);
  expect(await people.knownAs('mona')).toEqual(['p1']);
  await expect(people.nationalIdOf('p1')).rejects.toThrow(refused);
  await pluginMail({ ...manifest, personal: ['contact'] }, room).send(mail, async () => {});
  expect(sent).toEqual([mail.to]);
});
