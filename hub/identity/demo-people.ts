import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Access } from '../access/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Db } from '../store/contract.ts';
import { agentOf, governmentOf, officialOf } from './held-capacities.ts';
import { hashPassword } from './password.ts';
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

/** Puts the demo's people into an empty store; people already there are left as they are. */
export async function loadDemoPeople(db: Db, config: HubConfig, access: Access): Promise<void> {
  const file = fileSchema.parse(parse(await readFile(new URL('demo/people.yaml', config.configDir), 'utf8')));
  const names = new Map(file.establishments.map(({ unifiedNumber, name }) => [unifiedNumber, name]));
  for (const person of await withHashes(await newPeople(db, file.people))) {
    const { id } = await savePerson(db, { ...person, secondFactor: person.factor, capacities: capacitiesOfDemo(person, names, access) });
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

async function newPeople(db: Db, people: readonly DemoPerson[]): Promise<readonly DemoPerson[]> {
  const found = await db.query<{ username: string }>('SELECT username FROM hub.person WHERE username = ANY($1)', [people.map(({ username }) => username)]);
  const known = new Set(found.map(({ username }) => username));
  return people.filter(({ username }) => !known.has(username));
}

/** Hashing passwords is most of it; side by side each takes a thread of its own. */
function withHashes(people: readonly DemoPerson[]): Promise<readonly (DemoPerson & { readonly passwordHash?: string })[]> {
  return Promise.all(people.map(async (person) => (person.password === undefined ? person : { ...person, passwordHash: await hashPassword(person.password) })));
}

function capacitiesOfDemo(person: DemoPerson, names: ReadonlyMap<string, { ar: string; en: string }>, access: Access) {
  const root = access.units().find(({ parent }) => parent === null)?.id ?? '*';
  const rolesOf = (roles: readonly string[], unit: string) =>
    roles.map((text) => {
      const [role = text, at = unit] = text.split('@');
      return { role, unit: at };
    });
  const bodyOf = (unifiedNumber: string) => ({
    type: 'establishment' as const,
    unifiedNumber,
    name: names.get(unifiedNumber) ?? { ar: unifiedNumber, en: unifiedNumber },
  });
  return {
    self: [{ id: 'self', capacity: null, roles: rolesOf(person.roles, root) }],
    official: person.posts.map(({ unit, title, roles }) => officialOf(access, unit, title, rolesOf(roles, unit))),
    agent: person.offices.map(({ unifiedNumber, roles }) => agentOf(bodyOf(unifiedNumber), rolesOf(roles, root))),
    government: person.governmentBodies.map(({ unifiedNumber, roles }) => governmentOf(bodyOf(unifiedNumber), rolesOf(roles, root))),
  };
}
