import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const room = fileURLToPath(new URL('./', import.meta.url));
const lines = 5_000;

/** A process that logs more than a pipe holds, then says on standard output that it has come to its end. */
function logging(end: string) {
  const program = `import { createLog } from './create-log.ts';
    const log = createLog({ logLevel: 'info', role: 'all' });
    for (let n = 0; n < ${lines}; n++) log.info({ n, filling: 'x'.repeat(100) }, 'line');
    console.log('went on');
    ${end}`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], { cwd: room, stdio: ['ignore', 'pipe', 'pipe'] });
}

test('a log that nobody reads does not stop the process', async () => {
  const child = logging('setInterval(() => {}, 1_000)');
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('went on\n');
  child.kill('SIGKILL');
});

test('what was logged before the process ends is written', async () => {
  const child = logging('process.exit(0)');
  const written = (await text(child.stderr)).trim().split('\n');
  expect(written).toHaveLength(lines);
  expect(JSON.parse(written.at(-1) ?? '')).toMatchObject({ n: lines - 1, msg: 'line' });
});
