import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '@amanah/plugin-api';
import type { HubConfig } from './config/contract.ts';
import { processAlive } from './config/run-files.ts';
import { Secret } from './config/secret.ts';

interface StandIn {
  readonly url: string;
  readonly pid: number;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Address at which a mail server takes mails. */
  readonly smtp?: string;
}

interface Starter {
  startStandIns(options: { dataDir: string; log: Log }): Promise<{ stop(): Promise<void> }>;
}

/**
 * In the demo profile, starts the stand-in systems (or uses those that another replica on this data folder runs) and returns the
 * configuration that points at them; `mailbox`: the page that shows what the hub mails. They end with this process, also when it is killed: they watch the pipe to it.
 */
export async function withStandIns(config: HubConfig, log: Log): Promise<{ config: HubConfig; mailbox: string | null; stop(): Promise<void> }> {
  if (!config.standIns) return { config, mailbox: null, stop: async () => {} };
  const running = readRunning(config.dataDir);
  let stop = async () => {};
  if (!running) {
    const starter = (await import(config.standIns.href)) as Starter;
    stop = (await starter.startStandIns({ dataDir: config.dataDir, log })).stop;
  }
  const standIns = running ?? readRunning(config.dataDir) ?? {};
  return { config: pointedAt(config, standIns), mailbox: config.smtpUrl ? null : (standIns.mailbox?.url ?? null), stop };
}

function readRunning(dataDir: string): Readonly<Record<string, StandIn>> | null {
  const file = join(dataDir, 'run', 'stand-ins.json');
  if (!existsSync(file)) return null;
  const standIns = JSON.parse(readFileSync(file, 'utf8')) as Record<string, StandIn>;
  return Object.values(standIns).every(({ pid }) => processAlive(pid)) ? standIns : null;
}

function pointedAt(config: HubConfig, standIns: Readonly<Record<string, StandIn>>): HubConfig {
  const nafath = standIns.nafath;
  return {
    ...config,
    national:
      config.national ??
      (nafath ? { issuer: nafath.url, clientId: nafath.clientId ?? 'amanah-hub', clientSecret: new Secret(nafath.clientSecret ?? '') } : null),
    smtpUrl: config.smtpUrl ?? (standIns.mailbox?.smtp ? new Secret(standIns.mailbox.smtp) : null),
    commerceRegister: config.commerceRegister ?? standIns['commerce-register']?.url ?? null,
  };
}
