import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import { Secret, TOTP } from 'otpauth';
import { expect } from 'vitest';
import type { BoardRow, ImportAnswer, UnitAnswer } from '../../../plugins/shop-licences/shared/rollout-answers.ts';
import { answerOf } from './officer-cases.ts';
import type { StaffAccount } from './staff-sign-in.ts';

export const central = 'm-dammam-central';
export const rolloutLead: StaffAccount = { username: 'sultan', password: 'Rollout-Lead-1448', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXY' };

/** A hub with the demo's stand-ins, Central Dammam's old register full of rows, and its lead signed in. */
export interface RolloutLab {
  hub: TestHub;
  lead: CookieJar;
  readonly database: TestDatabase;
  readonly bad: readonly { readonly number: string; readonly reason: string }[];
  close(): Promise<void>;
}

export async function openRolloutLab(count: number): Promise<RolloutLab> {
  const config = configWithPassword();
  const database = await startTestDatabase();
  const hub = await start(config, database);
  const { bad } = await register<{ bad: RolloutLab['bad'] }>(hub, `rows?count=${count}&seed=1448`);
  const lab = { hub, database, bad, lead: await signInLead(hub), config, close };
  async function close() {
    await lab.hub.remove();
    await database.drop();
    rmSync(config, { recursive: true, force: true });
  }
  return lab;
}

/** The demo's configuration, in which an owner has a password: a script does not choose numbers in the app of the national sign-in. */
function configWithPassword(): string {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-roll-out-'));
  cpSync(fileURLToPath(new URL('../../../config/', import.meta.url)), folder, { recursive: true });
  const file = join(folder, 'demo/people.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('- username: noura\n', '- username: noura\n    password: noura-password-1448\n    factor: none\n'));
  return folder;
}

const start = (config: string, database: TestDatabase, dataDir?: string) =>
  createTestHub({
    signIn: 'national',
    standIns: true,
    readyMs: 240_000,
    env: { AMANAH_CONFIG_DIR: config, DATABASE_URL: database.url },
    ...(dataDir ? { dataDir } : {}),
  });

/** A code serves once: who signs in again within its half minute takes the one of the next. */
async function signInLead(hub: TestHub, codesAhead = 0): Promise<CookieJar> {
  const client = hub.client();
  const code = () => new TOTP({ secret: Secret.fromBase32(rolloutLead.totpSecret) }).generate({ timestamp: Date.now() + codesAhead * 30_000 });
  await client.signIn(rolloutLead.username, rolloutLead.password, code);
  return actingAs(client, 'official:etransactions');
}

export async function actingAs(client: CookieJar, capacity: string): Promise<CookieJar> {
  const chosen = await client.fetch('/auth/capacity', { method: 'POST', body: new URLSearchParams({ capacity, rd: '/' }) });
  expect(chosen.status).toBeLessThan(400);
  return client;
}

/** Kills the hub as a crash would, and starts it again on what it left. */
export async function killAndStartAgain(lab: RolloutLab & { readonly config?: string }): Promise<void> {
  const { dataDir } = lab.hub;
  await lab.hub.kill();
  lab.hub = await start(lab.config ?? '', lab.database, dataDir);
  lab.lead = await signInLead(lab.hub, 1);
}

/** A switch or question of an old register's stand-in. */
export async function register<T>(hub: TestHub, path: string, system = 'shop-register-central-dammam'): Promise<T> {
  const running = JSON.parse(readFileSync(join(hub.dataDir, 'run/stand-ins.json'), 'utf8')) as Record<string, { faults: string }>;
  const answer = await fetch(`${running[system]?.faults}${path}`, { method: 'POST' });
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

const ask = (client: CookieJar, path: string, body?: object) =>
  client.fetch(
    `/api/shop-licences/rollout${path}`,
    body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {},
  );

export async function told<T>(client: CookieJar, path: string, body?: object): Promise<T> {
  const answer = await ask(client, path, body);
  const text = await answer.text();
  expect(answer.status, `${path}: ${text}`).toBe(200);
  return JSON.parse(text) as T;
}

export async function refused(client: CookieJar, path: string, body?: object): Promise<{ code: string; blocks: readonly string[] }> {
  const answer = await ask(client, path, body);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  const { code, fields = [] } = (await answer.json()) as { code: string; fields?: { message: string }[] };
  return { code, blocks: fields.map(({ message }) => message) };
}

export const boardOf = async (lab: RolloutLab, unit = central): Promise<BoardRow> => (await told<UnitAnswer>(lab.lead, `/${unit}`)).row;

/** Waits for the end of an import. */
export async function ended(lab: RolloutLab, id: string): Promise<ImportAnswer> {
  const until = Date.now() + 120_000;
  for (;;) {
    const run = await told<ImportAnswer>(lab.lead, `/imports/${id}`);
    if (run.state === 'done') return run;
    expect(Date.now(), `import ${id} has not ended: ${JSON.stringify(run)}`).toBeLessThan(until);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const importNow = async (lab: RolloutLab, kind: 'dry' | 'real', unit = central): Promise<ImportAnswer> =>
  ended(lab, (await told<ImportAnswer>(lab.lead, `/${unit}/imports`, { kind })).id);

/** What the draft of a renewal, or of another service, says of the licence. */
export async function licenceInDraft(client: CookieJar, number: string, service = 'SRV-003'): Promise<{ state: string; why?: string }> {
  const draft = await answerOf<{ id: string; form: { facts: readonly { code: string }[] } }>(client, 'POST', '/drafts', { service });
  return answerOf(client, 'POST', `/drafts/${draft.id}/sources/LIC`, { answers: { licenceNumber: number } });
}

interface Own {
  readonly state: { readonly id: string };
  readonly facts: { readonly invoice?: string; readonly bill?: string | null };
}

async function when(client: CookieJar, number: string, what: string, so: (own: Own) => boolean): Promise<Own> {
  const until = Date.now() + 90_000;
  for (;;) {
    const own = await answerOf<Own>(client, 'GET', `/own/${number}`);
    if (so(own)) return own;
    expect(Date.now(), `${number} ${what}: ${own.state.id} ${JSON.stringify(own.facts)}`).toBeLessThan(until);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** Renews a licence as a citizen does: the form, the bill at the bank, the register. */
export async function renew(lab: RolloutLab, client: CookieJar, number: string): Promise<void> {
  const draft = await answerOf<{ id: string; form: { facts: readonly { code: string }[] } }>(client, 'POST', '/drafts', { service: 'SRV-003' });
  const answers = {
    licenceNumber: number,
    dataUnchanged: true,
    licenceYears: '1',
    cleaningContract: false,
    undertakingTruth: true,
    undertakingRequirements: true,
  };
  for (const { code } of draft.form.facts) await answerOf(client, 'POST', `/drafts/${draft.id}/sources/${code}`, { answers });
  const sent = await answerOf<{ number: string | null; problems: object[] }>(client, 'POST', `/drafts/${draft.id}/submission`, { answers });
  expect(sent.problems).toEqual([]);
  const request = sent.number ?? '';
  const { facts } = await when(client, request, 'is billed', ({ facts: { bill } }) => Boolean(bill));
  const { sadad } = JSON.parse(readFileSync(join(lab.hub.dataDir, 'run/stand-ins.json'), 'utf8')) as { sadad: { faults: string } };
  expect((await fetch(new URL(`pay?bill=${facts.bill}`, sadad.faults), { method: 'POST' })).status).toBe(200);
  expect((await client.fetch(`/api/payments/invoices/${facts.invoice}/check`, { method: 'POST' })).status).toBe(200);
  await when(client, request, 'is issued', ({ state }) => state.id === 'issued');
}
