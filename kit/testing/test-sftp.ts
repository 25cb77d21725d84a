import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const sshd = '/usr/sbin/sshd';
/** Who signs in; the user exists for this server alone. */
const username = 'nightly';
const uid = 61_234;

export interface TestSftp {
  readonly host: string;
  readonly port: number;
  /** `sftp://host:port/path` of the folder. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly privateKey: string;
  /** `SHA256:…` */
  readonly hostKey: string;
  /** The folder on this machine. */
  readonly folder: string;
  /** Ends the server and every session; the folder stays. */
  stop(): Promise<void>;
  /** Listens again on the same port, with another host key if asked for. */
  start(options?: { readonly otherHostKey?: boolean }): Promise<void>;
  /** Ends the server and removes everything. */
  remove(): Promise<void>;
}

/** Whether this machine has an OpenSSH server. */
export const sshdFound = (): boolean => existsSync(sshd);

/**
 * Starts a real OpenSSH server for SFTP alone, in namespaces of its own: its user, password and keys are known to it and not to the machine.
 * As root it locks the user into the folder (chroot); as an ordinary user it runs as that user under another name.
 */
export async function startTestSftp({
  host = '127.0.0.1',
  hostKey,
  password = 'nightly-password-6c1f',
}: { host?: string; hostKey?: string; password?: string } = {}): Promise<TestSftp> {
  const asRoot = process.getuid?.() === 0;
  const [user, group] = asRoot ? [uid, uid] : [process.getuid!(), process.getgid!()];
  const home = mkdtempSync(join(tmpdir(), 'amanah-sftp-'));
  const at = (name: string) => join(home, name);
  const folder = at('jail/exchange');
  mkdirSync(folder, { recursive: true });
  chmodSync(at('jail'), 0o755);
  chmodSync(home, 0o755);
  const port = await freePort();
  const newKey = (name: string) => execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'stand-in', '-f', at(name)]);
  if (hostKey) {
    writeFileSync(at('host'), hostKey, { mode: 0o600 });
    writeFileSync(at('host.pub'), execFileSync('ssh-keygen', ['-y', '-f', at('host')]));
  } else newKey('host');
  newKey('other-host');
  newKey('user');
  writeFileSync(at('authorized'), readFileSync(at('user.pub')), { mode: 0o644 });
  const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], { input: password }).toString().trim();
  writeFileSync(
    at('passwd'),
    `root:x:0:0::/root:/bin/sh\nsshd:x:65533:65533::/run/sshd:/usr/sbin/nologin\n${username}:x:${user}:${group}::/:/usr/sbin/nologin\n`,
  );
  writeFileSync(at('shadow'), `root:*:20000::::::\nsshd:*:20000::::::\n${username}:${hash}:20000::::::\n`, { mode: 0o600 });
  writeFileSync(at('group'), `root:x:0:\nsshd:x:65533:\n${username}:x:${group}:\n`);
  if (asRoot) chownSync(folder, user, group);
  const configure = (key: string) =>
    writeFileSync(
      at('config'),
      [
        `ListenAddress ${host}`,
        `Port ${port}`,
        `HostKey ${at(key)}`,
        `AuthorizedKeysFile ${at('authorized')}`,
        'PidFile none',
        'UsePAM no',
        'StrictModes no',
        'PasswordAuthentication yes',
        'KbdInteractiveAuthentication no',
        'MaxStartups 1000',
        'MaxAuthTries 4',
        'AllowTcpForwarding no',
        'X11Forwarding no',
        'Subsystem sftp internal-sftp',
        'ForceCommand internal-sftp',
        ...(asRoot ? ['ChrootDirectory /mnt'] : []),
        '',
      ].join('\n'),
    );

  let child: ChildProcess | null = null;
  const start = async ({ otherHostKey = false } = {}) => {
    configure(otherHostKey ? 'other-host' : 'host');
    const inside = [
      ...['passwd', 'shadow', 'group'].map((file) => `mount --bind ${at(file)} /etc/${file}`),
      `mount --bind ${at('jail')} /mnt`,
      'mount -t tmpfs -o mode=755 run /run',
      'mkdir /run/sshd',
      `exec ${sshd} -D -e -f ${at('config')}`,
    ].join(' && ');
    const asUser = asRoot ? [] : ['--user', '--map-current-user', '--keep-caps'];
    const command = ['unshare', ...asUser, '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', inside];
    const started = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'ignore', 'pipe'] });
    child = started;
    let said = '';
    started.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
    for (const end = Date.now() + 30_000; Date.now() < end; await sleep(20)) {
      if (started.exitCode !== null) throw new Error(`the OpenSSH server ended: ${said}`);
      if (await answers(host, port)) return;
    }
    throw new Error(`the OpenSSH server does not listen: ${said}`);
  };
  const stop = async () => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
    while (await answers(host, port)) await sleep(10);
  };
  await start();
  return {
    host,
    port,
    url: `sftp://${host}:${port}${asRoot ? '' : '/mnt'}/exchange`,
    username,
    password,
    privateKey: readFileSync(at('user'), 'utf8'),
    hostKey: fingerprint(readFileSync(at('host.pub'), 'utf8')),
    folder,
    stop,
    start,
    async remove() {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** As `ssh-keygen -lf` says it. */
function fingerprint(publicKey: string): string {
  return `SHA256:${createHash('sha256')
    .update(Buffer.from(publicKey.split(' ')[1]!, 'base64'))
    .digest('base64')
    .replace(/=+$/, '')}`;
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port }).once('error', () => resolve(false));
    socket.once('data', () => resolve(true) ?? socket.destroy()).once('close', () => resolve(false));
  });
}
