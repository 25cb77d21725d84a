import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { measuredAdapters } from '../../scripts/adapter-coverage.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const long = process.env['AMANAH_TEST_VOLUME'] === 'long';

/** Tests of each adapter that start systems and talk to them; in `npm run test:long` it is all of its unit tests. */
const talking: Readonly<Record<string, string>> = {
  files: 'adapters/files/src/folder/s3-folder.test.ts',
  openapi: 'adapters/openapi/src/connection/open-connection.test.ts',
  soap: 'adapters/soap/src/requests.test.ts',
  sql: 'adapters/sql/src/dialects/scripted-servers.test.ts',
  webapp: 'adapters/webapp/src/form-sign-in-faults.test.ts',
};

/** A namespace with a network of its own, of which the loopback is all; SIOCSIFFLAGS turns that on without further programs. */
const namespace = process.getuid?.() === 0 ? ['--net'] : ['--user', '--map-current-user', '--keep-caps', '--net'];
const loopbackUp =
  "import fcntl,os,socket,struct,sys; fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh22x', b'lo', 0x41)); os.execvp(sys.argv[1], sys.argv[1:])";

test('offline: the adapters’ own tests pass where there is no network beyond this machine', () => {
  expect(Object.keys(talking)).toEqual(expect.arrayContaining([...measuredAdapters, 'webapp']));
  const files = long ? ['adapters/'] : Object.values(talking);
  const program = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--project=unit', ...files];
  const { status, stdout, stderr } = spawnSync('unshare', [...namespace, '/usr/bin/python3', '-c', loopbackUp, ...program], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  expect({ status, stderr: status === 0 ? '' : stderr.slice(-2_000) }).toEqual({ status: 0, stderr: '' });
  const [, passed, total] = /^\s*Tests\s+(\d+) passed \((\d+)\)$/m.exec(stdout) ?? [];
  expect(Number(passed)).toBeGreaterThan(50);
  expect(passed).toBe(total);
}, 1_800_000);
