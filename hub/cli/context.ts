import { resolve } from 'node:path';
import type { Command } from 'commander';
import { createAccess } from '../access/create-access.ts';
import type { Access } from '../access/contract.ts';
import type { Audit } from '../audit/contract.ts';
import { createAudit } from '../audit/create-audit.ts';
import type { HubConfig } from '../config/contract.ts';
import { createLog } from '../config/create-log.ts';
import { readConfig } from '../config/read-config.ts';
import { readHubAddress, writeRunFile } from '../config/run-files.ts';
import type { Store } from '../store/contract.ts';
import { createStore } from '../store/create-store.ts';
import type { Log } from '@amanah/plugin-api';

/** What a command works with: the same database as the running hub, which need not be running. */
export interface CliContext {
  readonly config: HubConfig;
  readonly log: Log;
  readonly store: Store;
  readonly access: Access;
  readonly audit: Audit;
  close(): Promise<void>;
}

/** Opens the context; whoever does closes it (`withContext`). */
export type OpenContext = () => Promise<CliContext>;

/** Each room's `cli.ts` exports this: adds its commands to the program. */
export type RegisterCommands = (program: Command, open: OpenContext) => void;

/** Settings of the environment; what it leaves open is taken from the hub that runs (or last ran) on the data folder. */
export function cliConfig(): HubConfig {
  const dataDir = resolve(process.env.AMANAH_DATA_DIR || '.data');
  return readConfig({ ...readHubAddress(dataDir), ...process.env }, []);
}

/** Connects to the running hub's database, or starts the embedded one for the time of the command. */
export async function openContext(): Promise<CliContext> {
  const config = cliConfig();
  const log = createLog({ logLevel: 'error', role: config.role });
  const removeRunFile = writeRunFile(config.dataDir, 'cli');
  const store = await createStore(config, log).catch((error: unknown) => {
    removeRunFile();
    throw error;
  });
  return {
    config,
    log,
    store,
    access: await createAccess(config),
    audit: await createAudit(store),
    async close() {
      await store.close();
      removeRunFile();
    },
  };
}

/** Opens the context for one piece of work, and closes it however that ends. */
export async function withContext<T>(open: OpenContext, work: (context: CliContext) => Promise<T>): Promise<T> {
  const context = await open();
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}
