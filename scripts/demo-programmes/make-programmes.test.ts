import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('where ffmpeg is missing the demo has no programmes, and one line says what installs it', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'amanah-no-ffmpeg-'));
  try {
    const maker = fork(new URL('make-programmes.ts', import.meta.url), [], {
      env: { PATH: dataDir },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const notes: unknown[] = [];
    maker.on('message', (note) => notes.push(note));
    maker.send({ portal: 'http://127.0.0.1:9', dataDir, configDir: new URL('../../config/', import.meta.url).href });
    expect(await once(maker, 'exit')).toEqual([0, null]);
    expect(notes).toEqual([
      { level: 'warn', fields: {}, message: expect.stringMatching(/^the demo has no programmes: ffmpeg is missing; sudo apt-get install .* ffmpeg/) },
    ]);
    expect(readdirSync(dataDir)).toEqual([]);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
