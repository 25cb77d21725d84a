import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchStandIn, type Launched } from './process/launch.ts';
import { startDokuWiki } from './dokuwiki/start.ts';
import { apacheFound } from './apache/apache.ts';
import { mariadbFound } from '../../kit/testing/mariadb-programs.ts';
import { sshdFound } from '../../kit/testing/test-sftp.ts';

/** The client by which the hub is known at the stand-in for national sign-in. */
export const nafathClient = { clientId: 'amanah-hub', clientSecret: 'nafath-stand-in-secret' } as const;

interface StandInLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** How each stand-in starts; the name is what `${standIn:name}` says in a system's configuration. */
const starters: Readonly<Record<string, (dataDir: string) => Promise<Launched>>> = {
  nafath: () => launchStandIn(new URL('nafath/server.ts', import.meta.url), { settings: nafathClient }),
  'commerce-register': () => launchStandIn(new URL('commerce-register/server.ts', import.meta.url)),
  'civil-defense': () => launchStandIn(new URL('civil-defense/server.ts', import.meta.url)),
  'national-address': () => launchStandIn(new URL('national-address/server.ts', import.meta.url)),
  ejar: () => launchStandIn(new URL('ejar/server.ts', import.meta.url)),
  'sms-gateway': () => launchStandIn(new URL('sms-gateway/server.ts', import.meta.url)),
  'social-networks': () => launchStandIn(new URL('social-networks/server.ts', import.meta.url)),
  mailbox: () => launchStandIn(new URL('mailbox/server.ts', import.meta.url)),
  sadad: (dataDir) => launchStandIn(new URL('sadad/server.ts', import.meta.url), { settings: { dataDir } }),
  'shop-register-khobar': () => launchStandIn(new URL('shop-register/server.ts', import.meta.url)),
  'shop-licences-khobar': () => launchStandIn(new URL('shop-licences/server.ts', import.meta.url), { settings: { municipality: 'khobar' } }),
  'shop-licences-central-dammam': () => launchStandIn(new URL('shop-licences/server.ts', import.meta.url), { settings: { municipality: 'central-dammam' } }),
  'shop-register-central-dammam': (dataDir) =>
    launchStandIn(new URL('shop-register-central-dammam/server.ts', import.meta.url), { settings: { dataDir: join(dataDir, 'shop-register-central-dammam') } }),
  'shop-licences-qatif': () => launchStandIn(new URL('shop-licences-qatif/server.ts', import.meta.url)),
  'parks-booking': (dataDir) => launchStandIn(new URL('new-system/server.ts', import.meta.url), { settings: { dataDir } }),
  wiki: (dataDir) => startDokuWiki({ dataDir: join(dataDir, 'wiki'), signIn: 'headers' }),
  'staff-wiki': (dataDir) => startDokuWiki({ dataDir: join(dataDir, 'staff-wiki'), signIn: 'form' }),
};

/** Stand-ins whose programs a machine may lack, and whether they are there; the demo goes on without them. */
const optional: Readonly<Record<string, () => Promise<boolean> | boolean>> = {
  wiki: apacheFound,
  'staff-wiki': apacheFound,
  'shop-register-central-dammam': mariadbFound,
  'shop-licences-qatif': sshdFound,
};

/** Names of all stand-ins. */
export const standInNames = Object.keys(starters);

/**
 * Starts the stand-in systems, each as its own process, and writes `<dataDir>/run/stand-ins.json`
 * (`{ name: { url, faults, pid } }`). `which` defaults to all that this machine can run.
 * @throws AggregateError when one that is not optional does not start; the others are stopped then.
 */
export async function startStandIns({ dataDir, log, which }: { dataDir: string; log: StandInLog; which?: readonly string[] }): Promise<{
  readonly file: string;
  readonly standIns: Readonly<Record<string, Launched>>;
  stop(): Promise<void>;
}> {
  const names = which ?? (await runnable());
  const folder = join(dataDir, 'stand-ins');
  await Promise.all([mkdir(join(dataDir, 'run'), { recursive: true }), mkdir(folder, { recursive: true })]);
  const running: Record<string, Launched> = {};
  const failures: Error[] = [];
  await Promise.all(
    names.map(async (name) => {
      try {
        const start = starters[name];
        if (!start) throw new Error(`no stand-in is called ${name}; there are ${standInNames.join(', ')}`);
        running[name] = await start(folder);
      } catch (error) {
        if (optional[name] && !which) log.warn({ standIn: name, err: error }, 'stand-in could not be started; the demo goes on without it');
        else failures.push(new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error }));
      }
    }),
  );
  const stopAll = () => Promise.all(Object.values(running).map((one) => one.stop()));
  if (failures.length > 0) {
    await stopAll();
    throw new AggregateError(failures, failures.map((one) => one.message).join('; '));
  }
  const file = join(dataDir, 'run', 'stand-ins.json');
  await writeFile(`${file}.new`, `${JSON.stringify(described(names, running), null, 2)}\n`);
  await rename(`${file}.new`, file);
  log.info({ standIns: Object.keys(running) }, 'stand-in systems are running');
  return {
    file,
    standIns: running,
    async stop() {
      await stopAll();
      await rm(file, { force: true });
    },
  };
}

async function runnable(): Promise<readonly string[]> {
  const found = await Promise.all(standInNames.map((name) => optional[name]?.() ?? true));
  return standInNames.filter((_, at) => found[at]);
}

function described(names: readonly string[], running: Readonly<Record<string, Launched>>): object {
  const entries = names.flatMap((name) => {
    const one = running[name];
    return one ? [[name, { url: one.url, faults: one.faults, pid: one.pid, ...one.more, ...(name === 'nafath' && nafathClient) }]] : [];
  });
  return Object.fromEntries(entries) as object;
}
