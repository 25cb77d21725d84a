import { fork } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '@amanah/plugin-api';
import type { HubConfig } from './config/contract.ts';
import { passedOnEnvironment } from './config/passed-on-environment.ts';

interface Note {
  readonly level: 'info' | 'warn';
  readonly fields: object;
  readonly message: string;
}

/**
 * In a demo that is to have programmes, starts the process that makes those it has not made yet, in the background of a hub that is ready.
 * @returns how to end it; it also ends with this process
 */
export function startDemoProgrammes(config: HubConfig, log: Log): () => void {
  if (!config.demoProgrammes) return () => {};
  const maker = fork(config.demoProgrammes, [], {
    // Nothing of the hub's settings: they hold keys.
    env: passedOnEnvironment({ path: true }),
    execArgv: ['--v8-pool-size=1', '--max-old-space-size=256', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const runFile = join(config.dataDir, 'run', 'demo-programmes.pid');
  writeFileSync(runFile, `${maker.pid}\n`);
  let said = '';
  maker.stderr?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2_000)));
  maker.on('message', ({ level, fields, message }: Note) => log[level](fields, message));
  maker.on('error', (error) => log.warn({ err: error }, 'programmes of the demo could not be made'));
  maker.on('exit', (code) => {
    rmSync(runFile, { force: true });
    if (code) log.warn({ code, said }, 'programmes of the demo could not be made');
  });
  maker.send({ portal: config.publicUrl.origin, dataDir: config.dataDir, configDir: config.configDir.href });
  return () => void maker.kill();
}
