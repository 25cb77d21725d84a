import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import { Secret, TOTP } from 'otpauth';
import { startStandIns } from '../../legacy/start-stand-ins.ts';
import { withPasswords } from './requests-api.ts';

const choose = (client: CookieJar, capacity: string) => client.fetch('/auth/capacity', { method: 'POST', body: new URLSearchParams({ capacity, rd: '/' }) });
const quiet = { info: () => {}, warn: () => {} };

/** A hub of the demo with a few of its stand-ins, people who sign in by password, and its database within reach: what only time brings about is set there. */
export interface MunicipalLab {
  readonly hub: TestHub;
  readonly database: TestDatabase;
  /** An official with a role on a unit; one who signs has a second factor. */
  official(id: string, role: string, factor?: 'totp'): Promise<CookieJar>;
  /** A demo person in a capacity. */
  person(username: string, capacity: string): Promise<CookieJar>;
  /** Turns a switch of a stand-in. */
  standIn(name: string, fault: string): Promise<Response>;
  remove(): Promise<void>;
}

export async function startMunicipalLab(which: readonly string[], people: readonly string[]): Promise<MunicipalLab> {
  const dataDir = await mkdtemp(join(tmpdir(), 'amanah-municipal-'));
  const config = withPasswords(people);
  const standIns = await startStandIns({ dataDir, log: quiet, which });
  const database = await startTestDatabase();
  const commerce = standIns.standIns['commerce-register'];
  const register: Record<string, string> = commerce ? { AMANAH_COMMERCE_REGISTER: commerce.url } : {};
  const hub = await createTestHub({ dataDir, readyMs: 120_000, env: { AMANAH_CONFIG_DIR: config, DATABASE_URL: database.url, ...register } });
  return {
    hub,
    database,
    async official(id, role, factor) {
      const password = `${id}-password-1448`;
      const secret = await hub.addPerson(id, password, { role, ...(factor ? { factor } : {}) });
      if (!secret) return hub.signIn(id, password);
      const client = hub.client();
      await client.signIn(id, password, () => new TOTP({ secret: Secret.fromBase32(secret) }).generate());
      return client;
    },
    async person(username, capacity) {
      const client = await hub.signIn(username, `${username}-password-1448`);
      // The register that knows capacities may still be on its way in.
      const end = Date.now() + 60_000;
      for (;;) {
        const { status } = await choose(client, capacity);
        if (status < 400) return client;
        if (Date.now() > end) throw new Error(`${username} cannot act as ${capacity}: ${status}`);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    },
    standIn: (name, fault) => fetch(`${standIns.standIns[name]?.faults}${fault}`, { method: 'POST' }),
    async remove() {
      await hub.remove();
      await standIns.stop();
      await database.drop();
      await Promise.all([dataDir, config].map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}
