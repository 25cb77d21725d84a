import { accessSync, constants } from 'node:fs';
import type { Command } from 'commander';
import { otherHubs } from '../config/run-files.ts';
import type { HubConfig } from '../config/contract.ts';
import { createLog } from '../config/create-log.ts';
import { createFiles } from '../files/create-files.ts';
import { checkedPlugins } from '../host/checked-plugins.ts';
import { openRedis } from '../identity/redis-connection.ts';
import { unseal } from '../identity/seal.ts';
import { createSystems } from '../systems/create-systems.ts';
import { problemInWords } from '../systems/definition-refused.ts';
import { cliConfig, type OpenContext } from './context.ts';
import { print } from './print.ts';

interface Finding {
  readonly part: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** `amanah doctor`: looks at every part and says what is wrong; exit code 1 when something is. */
export function registerDoctor(program: Command, open: OpenContext): void {
  program
    .command('doctor')
    .description('look at every part and say what is wrong')
    .action(async (_options: object, command: Command) => {
      const findings = await examine(open);
      const healthy = findings.every((finding) => finding.ok);
      print(
        command,
        { ok: healthy, findings },
        findings.map(({ part, ok, detail }) => `${ok ? 'ok   ' : 'WRONG'}  ${part}: ${detail}`),
      );
      if (!healthy) process.exitCode = 1;
    });
}

async function examine(open: OpenContext): Promise<readonly Finding[]> {
  const config = cliConfig();
  const running = otherHubs(config.dataDir).length > 0;
  return [
    await finding('node', async () => nodeVersion()),
    await finding('settings', async () => `${config.profile}, ${config.publicUrl.href}`),
    await finding('data folder', async () => {
      accessSync(config.dataDir, constants.R_OK | constants.W_OK);
      return config.dataDir;
    }),
    await finding('plugins', async () => pluginsFound(config)),
    ...(config.redisUrl ? [await finding('redis', async () => redisAnswers(config.redisUrl!.reveal()))] : []),
    await finding('files', () => filesAnswer(config)),
    ...(await storeFindings(open)),
    await finding('hub', async () => (running ? hubHealth(config.port) : 'not running')),
  ];
}

async function storeFindings(open: OpenContext): Promise<readonly Finding[]> {
  const context = await open().catch((error: unknown) => error as Error);
  if (context instanceof Error) return [{ part: 'store', ok: false, detail: context.message }];
  const { store, audit } = context;
  try {
    return [
      await finding('store', async () => {
        const [row] = await store.hub.query<{ version: string; migrations: number }>(
          "SELECT current_setting('server_version') AS version, (SELECT count(*)::int FROM hub.migration) AS migrations",
        );
        return `PostgreSQL ${row?.version}, UTF8, ${row?.migrations} migrations`;
      }),
      await finding('seal key', async () => {
        const rows = await store.hub.query<{ kid: string; sealed_private: string }>('SELECT kid, sealed_private FROM hub.signing_key');
        try {
          for (const { kid, sealed_private } of rows) unseal(context.config.sealKey, `signing-key:${kid}`, sealed_private);
        } catch {
          throw new Error('does not open what is sealed in the database: give the key it was made with in AMANAH_SEAL_KEY_FILE (or AMANAH_SEAL_KEY)');
        }
        return `opens ${rows.length} signing keys`;
      }),
      await finding('systems', async () => {
        const systems = await createSystems({ ...context, follows: false });
        const [wrong, waiting] = await Promise.all([systems.admin.problems(), systems.admin.waiting()]);
        if (wrong.length > 0) throw new Error(wrong.map(problemInWords).join('; '));
        return `${systems.all().length} connected${waiting.length > 0 ? `, ${waiting.length} waiting for their stand-in` : ''}`;
      }),
      await finding('outbox', async () => {
        const [row] = await store.hub.query<{ waiting: number; failing: number }>(
          'SELECT count(*)::int AS waiting, (count(*) FILTER (WHERE attempts > 2))::int AS failing FROM hub.outbox',
        );
        if (row && row.failing > 0) throw new Error(`${row.failing} events fail again and again; see last_error in hub.outbox`);
        return `${row?.waiting} events waiting`;
      }),
      await finding('dead letters', async () => {
        const [row] = await store.hub.query<{ letters: number }>('SELECT count(*)::int AS letters FROM hub.dead_letter');
        return row && row.letters > 0 ? `${row.letters}: look at them in the operations pages and replay them` : 'none';
      }),
      await finding('audit', async () => {
        const check = await audit.verify();
        if (check.brokenAt !== null) throw new Error(`broken at record ${check.brokenAt}: ${check.reason}`);
        return `${check.records} records, unbroken`;
      }),
    ];
  } finally {
    await context.close();
  }
}

async function finding(part: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { part, ok: true, detail: await look() };
  } catch (error) {
    return { part, ok: false, detail: (error as Error).message };
  }
}

const answerMs = 5_000;
const quiet = createLog({ logLevel: 'silent', role: 'all' });

async function pluginsFound(config: HubConfig): Promise<string> {
  const plugins = await checkedPlugins(config, quiet);
  const refused = plugins.flatMap(({ id, refusal }) => (refusal ? [`${id} is refused (${refusal.code}): ${refusal.detail}`] : []));
  if (refused.length > 0) throw new Error(refused.join('; '));
  return plugins.map(({ id }) => id).join(', ');
}

async function filesAnswer(config: HubConfig): Promise<string> {
  const files = await createFiles(config);
  try {
    await files.check(AbortSignal.timeout(answerMs));
    await files.checkScanner?.(AbortSignal.timeout(answerMs));
  } finally {
    await files.close();
  }
  const place = config.files ? `bucket ${config.files.bucket} at ${config.files.endpoint}` : 'in the data folder';
  return `${place}, ${files.checkScanner ? 'looked at by clamd' : 'looked at by no scanner'}`;
}

async function redisAnswers(url: string): Promise<string> {
  const redis = openRedis(url, quiet);
  try {
    await redis.ping();
    return 'answers';
  } finally {
    redis.disconnect();
  }
}

function nodeVersion(): string {
  if (!process.version.startsWith('v24.')) throw new Error(`${process.version}: Node.js 24 is needed, run "npm ci"`);
  return process.version;
}

async function hubHealth(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(5_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`answers ${response.status}: ${text.slice(0, 500)}`);
  return 'ready';
}
