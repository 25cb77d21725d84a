import { readFile } from 'node:fs/promises';
import type { Capacity } from '@amanah/plugin-api';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Access } from '../access/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Db } from '../store/contract.ts';
import { savePerson } from './people.ts';
import { saveTotp } from './totp.ts';

const bilingual = z.object({ ar: z.string(), en: z.string() });
const affiliation = z.object({ unifiedNumber: z.string().regex(/^7\d{9}$/), roles: z.array(z.string()) });

const fileSchema = z.object({
  people: z.array(
    z.object({
      username: z.string(),
      password: z.string().optional(),
      factor: z.enum(['none', 'totp']).default('totp'),
      totpSecret: z.string().optional(),
      nationalId: z.string().regex(/^[12]\d{9}$/),
      name: bilingual,
      birthDate: z.string(),
      nationality: z.string(),
      email: z.string().optional(),
      mobile: z.string().optional(),
      roles: z.array(z.string()).default([]),
      posts: z.array(z.object({ unit: z.string(), title: bilingual, roles: z.array(z.string()) })).default([]),
      offices: z.array(affiliation).default([]),
      governmentBodies: z.array(affiliation).default([]),
    }),
  ),
  establishments: z.array(z.object({ unifiedNumber: z.string(), name: bilingual })),
  delegations: z
    .array(
      z.object({
        id: z.string(),
        principal: z.object({ type: z.literal('establishment'), unifiedNumber: z.string() }),
        delegate: z.string(),
        services: z.array(z.string()).min(1),
        acceptedAt: z.string(),
        expiresAt: z.string(),
      }),
    )
    .default([]),
});

type DemoPerson = z.infer<typeof fileSchema>['people'][number];
type HeldRole = { capacityId: string; role: string; unit: string };

/** Puts the demo's people into an empty store; people already there are left as they are. */
export async function loadDemoPeople(db: Db, config: HubConfig, access: Access): Promise<void> {
  const file = fileSchema.parse(parse(await readFile(new URL('demo/people.yaml', config.configDir), 'utf8')));
  const names = new Map(file.establishments.map(({ unifiedNumber, name }) => [unifiedNumber, name]));
  for (const person of file.people) {
    const [known] = await db.query('SELECT 1 FROM hub.person WHERE username = $1', [person.username]);
    if (known) continue;
    const id = await savePerson(db, { ...person, secondFactor: person.factor, ...capacitiesOfDemo(person, names, access) });
    if (person.totpSecret) await saveTotp(db, config.sealKey, id, person.totpSecret);
  }
  for (const { id, principal, delegate, services, acceptedAt, expiresAt } of file.delegations) {
    const establishment = { ...principal, name: names.get(principal.unifiedNumber) ?? { ar: principal.unifiedNumber, en: principal.unifiedNumber } };
    await db.query(
      `INSERT INTO hub.delegation (id, principal, delegate_national_id, services, created_at, accepted_at, expires_at)
       SELECT $1, $2, national_id, $4, $5, $5, $6 FROM hub.person WHERE username = $3 ON CONFLICT (id) DO NOTHING`,
      [id, JSON.stringify(establishment), delegate, services, acceptedAt, expiresAt],
    );
  }
}

function capacitiesOfDemo(person: DemoPerson, names: ReadonlyMap<string, { ar: string; en: string }>, access: Access) {
  const root = access.units().find(({ parent }) => parent === null)?.id ?? '*';
  const held = (capacityId: string, roles: readonly string[], unit: string): HeldRole[] =>
    roles.map((text) => {
      const [role = text, at = unit] = text.split('@');
      return { capacityId, role, unit: at };
    });
  const affiliations: { capacityId: string; capacity: Capacity }[] = [];
  const roles = held('self', person.roles, root);
  for (const { unit, title, roles: ofPost } of person.posts) {
    const capacityId = `official:${unit}`;
    affiliations.push({ capacityId, capacity: { kind: 'official', unit, unitTitle: access.unit(unit)?.name ?? title, post: title } });
    roles.push(...held(capacityId, ['official', ...ofPost], unit));
  }
  const bodies = [
    ...person.offices.map((one) => ({ ...one, kind: 'agent' as const })),
    ...person.governmentBodies.map((one) => ({ ...one, kind: 'government' as const })),
  ];
  for (const { unifiedNumber, kind, roles: ofBody } of bodies) {
    const capacityId = `${kind}:${unifiedNumber}`;
    const body = { type: 'establishment' as const, unifiedNumber, name: names.get(unifiedNumber) ?? { ar: unifiedNumber, en: unifiedNumber } };
    affiliations.push({ capacityId, capacity: kind === 'agent' ? { kind, office: body } : { kind, body } });
    roles.push(...held(capacityId, ofBody, root));
  }
  return { affiliations, roles };
}
