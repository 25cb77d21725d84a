import { afterEach, expect, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { openProcesses, type OpenedProcesses } from './fixtures/open-processes.ts';

let opened: OpenedProcesses | undefined;
afterEach(() => opened?.processes.shutdown(0));

test(
  'an adapter that nobody reviewed runs one system a process, reads no file but code, and starts neither processes nor threads',
  { timeout: 60_000 },
  async () => {
    opened = openProcesses({}, ['openapi']);
    const { open, call, failure, processes } = opened;
    open('outside-1', { protocol: 'sql' });
    open('outside-2', { protocol: 'sql' });
    open('own');
    const permissions = { limited: true, child: false, worker: false };
    expect(await call('outside-1', 'permissions')).toMatchObject({ output: { input: permissions } });
    expect(await call('outside-2', 'permissions')).toMatchObject({ output: { input: permissions } });
    expect(await call('own', 'permissions')).toMatchObject({ output: { input: { limited: false } } });
    expect(processes.processes().map(({ protocol, systems }) => [protocol, systems])).toEqual([
      ['sql', ['outside-1']],
      ['sql', ['outside-2']],
      ['openapi', ['own']],
    ]);
    const root = new URL('../../../', import.meta.url);
    for (const path of ['/etc/hostname', fileURLToPath(new URL('config/', root)), fileURLToPath(new URL('hub/main.ts', root))]) {
      expect(await failure(call('outside-1', 'readFile', { path }))).toMatchObject({ outcome: 'failed', message: expect.stringContaining('restricted') });
    }
    expect(await call('own', 'readFile', { path: fileURLToPath(new URL('hub/main.ts', root)) })).toMatchObject({ output: { input: null } });
  },
);
