import { existsSync, readFileSync } from 'node:fs';
import { AmanahError, errorText } from '@amanah/errors';
import { parse } from 'yaml';
import { ConfigRefused } from './config/config-refused.ts';
import type { HubConfig } from './config/contract.ts';
import { createLog } from './config/create-log.ts';
import { readConfig } from './config/read-config.ts';
import { writeHubAddress, writeRunFile } from './config/run-files.ts';
import { startDemoProgrammes } from './demo-programmes.ts';
import { openHub } from './open-hub.ts';
import { withStandIns } from './stand-ins.ts';

/** Longest time from SIGTERM to the end, in milliseconds; orchestrators kill after 30 to 40 seconds. */
const stopMs = 30_000;

async function main(): Promise<void> {
  const given = readConfig(process.env, process.argv.slice(2));
  const log = createLog(given);
  const removeRunFile = writeRunFile(given.dataDir, given.role === 'all' ? 'hub' : given.role);
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    // A signal to a whole group comes more than once: the second one must not end the hub before its database.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve);
  });
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'a promise was rejected and nobody looked'));

  const { config, mailbox, stop } = await withStandIns(given, log);
  try {
    const hub = await openHub(config, log);
    if (config.role !== 'worker') writeHubAddress(config);
    console.log(readyLine(config, mailbox));
    const endDemoProgrammes = startDemoProgrammes(config, log);
    const signal = await stopped;
    log.info({ signal }, 'draining');
    endDemoProgrammes();
    setTimeout(() => {
      log.error({}, 'the hub did not end in time');
      process.exit(1);
    }, stopMs).unref();
    await hub.close();
  } finally {
    await stop();
    removeRunFile();
  }
  process.exit(0);
}

/** One line with the address, and in the demo the accounts to try. */
function readyLine(config: HubConfig, mailbox: string | null): string {
  const address = config.publicUrl.href.replace(/\/$/, '');
  if (config.role === 'worker') return 'Amanah Hub worker is ready';
  return [`Amanah Hub is ready: ${address}`, ...demoAccounts(config), ...(mailbox ? [`its mails: ${mailbox}`] : [])].join(' · ');
}

interface DemoPerson {
  readonly username: string;
  readonly password?: string;
  readonly nationalId?: string;
  readonly factor?: string;
  readonly totpSecret?: string;
  readonly posts?: readonly { readonly roles: readonly string[] }[];
}

function demoAccounts(config: HubConfig): string[] {
  const file = new URL('demo/people.yaml', config.configDir);
  if (config.profile !== 'demo' || !existsSync(file)) return [];
  const { people } = parse(readFileSync(file, 'utf8')) as { people: DemoPerson[] };
  const plain = people.find((person) => person.factor === 'none' && person.password);
  const citizen = people.find((person) => person.nationalId && !person.password);
  const operator = people.find((person) => person.totpSecret && person.posts?.some((post) => post.roles.some((role) => role.startsWith('operator'))));
  return [
    ...(plain ? [`demo staff form: ${plain.username} / ${plain.password} at /auth/sign-in/staff`] : []),
    ...(citizen ? [`national identity: ${citizen.nationalId}`] : []),
    ...(operator ? [`operator: ${operator.username} / ${operator.password} with the code of ${operator.totpSecret} at /operations`] : []),
    'all accounts: config/demo/people.yaml',
  ];
}

main().catch((error: unknown) => {
  if (error instanceof ConfigRefused) console.error(error.message);
  else if (error instanceof AmanahError) {
    const { title, action } = errorText(error.code, 'en', error.params);
    console.error(`${title}. ${action}\n${error.code}${error.detail ? `: ${error.detail}` : ''}`);
  } else if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') console.error(`Another program listens on this port: choose one with PORT=3001 npm start`);
  else console.error(error);
  process.exit(1);
});
