import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, startTestDatabase, type CookieJar, type TestHub } from '@amanah/testing';
import type { Notice } from '../../../plugins/notifications/contract.ts';
import type { DeliveriesAnswer, DeliveryRow } from '../../../plugins/notifications/shared/delivery-answers.ts';
import type { NotificationSettings } from '../../../plugins/notifications/shared/settings.ts';
import type { TakenMail } from '../../legacy/mailbox/mailbox.ts';
import { startStandIns } from '../../legacy/start-stand-ins.ts';
import { trialPlugins } from '../../e2e/pages/trial-plugins.ts';
import { tellerPlugin } from './teller-plugin.ts';

const quiet = () => {};

/** A person of a test, signed in at the portal. */
export interface Told {
  readonly mail: string;
  readonly mobile: string;
  readonly jar: CookieJar;
  tell(notice: Notice, imported?: boolean): Promise<number>;
  settings(part: Partial<NotificationSettings>): Promise<NotificationSettings>;
  /** Titles in the portal. */
  list(): Promise<readonly string[]>;
}

export interface NotificationLab {
  hub(): TestHub;
  /** Kills the hub with SIGKILL and starts it again on what it left. */
  killAndStartAgain(): Promise<void>;
  person(id: string, contact?: { mail?: string; mobile?: string }): Promise<Told>;
  mails(to: string): Promise<readonly TakenMail[]>;
  texts(to: string): Promise<readonly { readonly text: string; readonly parts: number; readonly encoding: string }[]>;
  mailFault(name: string): Promise<void>;
  gatewayMode(mode: string): Promise<void>;
  gatewayFault(name: string): Promise<void>;
  /** Deliveries of a person as operators see them, by channel, the latest first. */
  record(person: string): Promise<readonly DeliveryRow[]>;
  repeat(id: number): Promise<number>;
  /** The morning comes: what waits for an hour of the day is due now. */
  morning(): Promise<void>;
  close(): Promise<void>;
}

/** A hub with the mailbox and the gateway of text messages beside it, and a plugin that tells. */
export async function openNotificationLab(): Promise<NotificationLab> {
  const dataDir = await mkdtemp(join(tmpdir(), 'amanah-told-'));
  const database = await startTestDatabase();
  const { standIns, stop } = await startStandIns({ dataDir, log: { info: quiet, warn: quiet }, which: ['mailbox', 'sms-gateway'] });
  const { mailbox, 'sms-gateway': gateway } = standIns;
  const plugins = trialPlugins({ teller: tellerPlugin });
  const env = { DATABASE_URL: database.url, AMANAH_PLUGINS_DIR: plugins.folder, SMTP_URL: String(mailbox?.more.smtp) };
  const start = () => createTestHub({ dataDir, env });
  let hub = await start();
  await hub.addPerson('operator', 'operator-password', { role: 'operator@eamana' });
  let operator = await hub.signIn('operator', 'operator-password');

  const control = async (system: { faults: string | null } | undefined, path: string) =>
    (await (await fetch(`${system?.faults}${path}`, { method: 'POST' })).json()) as Record<string, unknown>;
  const send = (jar: CookieJar, method: 'POST' | 'PUT', path: string, body: object) =>
    jar.fetch(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  return {
    hub: () => hub,
    async killAndStartAgain() {
      await hub.kill();
      hub = await start();
      operator = await hub.signIn('operator', 'operator-password');
    },
    async person(id, { mail = `${id}@demo.amanah.test`, mobile = '+966501230000' } = {}) {
      await hub.addPerson(id, `${id}-password`);
      const jar = await hub.signIn(id, `${id}-password`);
      const kept = await send(jar, 'PUT', '/api/account/contact', { email: mail, mobile });
      if (kept.status !== 200) throw new Error(await kept.text());
      return {
        mail,
        mobile,
        jar,
        tell: async (notice, imported = false) => (await send(jar, 'POST', '/api/teller/tell', { notice, imported })).status,
        async settings(part) {
          const { settings } = (await (await jar.fetch('/api/notifications/settings')).json()) as { settings: NotificationSettings };
          const answer = await send(jar, 'PUT', '/api/notifications/settings', { ...settings, ...part });
          if (answer.status !== 200) throw new Error(await answer.text());
          return (await answer.json()) as NotificationSettings;
        },
        async list() {
          const { items } = (await (await jar.fetch('/api/notifications/')).json()) as { items: { title: string }[] };
          return items.map(({ title }) => title);
        },
      };
    },
    mails: async (to) => (await control(mailbox, `mails?to=${encodeURIComponent(to)}`)).mails as TakenMail[],
    texts: async (to) => (await control(gateway, `messages?to=${encodeURIComponent(to)}`)).messages as never,
    mailFault: async (name) => void (await control(mailbox, `fault?name=${name}`)),
    gatewayMode: async (mode) => void (await control(gateway, `?mode=${mode}`)),
    gatewayFault: async (name) => void (await control(gateway, `fault?name=${name}`)),
    async record(person) {
      const answer = await operator.fetch(`/api/notifications/deliveries?person=${encodeURIComponent(person)}`);
      if (answer.status !== 200) throw new Error(await answer.text());
      return ((await answer.json()) as DeliveriesAnswer).deliveries;
    },
    repeat: async (id) => (await send(operator, 'POST', `/api/notifications/deliveries/${id}/repeat`, {})).status,
    async morning() {
      await database.query(`UPDATE plugin_notifications.delivery SET next_at = now() WHERE state = 'delayed'`);
    },
    async close() {
      await hub.remove();
      await stop();
      plugins.remove();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** How a delivery stands on each channel, of the latest notice. */
export function states(record: readonly DeliveryRow[], reference: string): Record<string, string> {
  return Object.fromEntries(record.filter((row) => row.reference === reference).map((row) => [row.channel, row.state]));
}
