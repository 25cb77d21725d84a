import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const sshd = '/usr/sbin/sshd';
/** Of the user that signs in; it exists for this server alone. */
const uid = 61_234;

export interface TestSftp {
  readonly host: string;
  readonly port: number;
  /** `sftp://host:port/path` of the folder. */
  readonly url: string;
  readonly username: string;
  /** `null` where OpenSSH takes keys alone: started by an ordinary user it cannot look passwords up. */
  readonly password: string | null;
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
 * Starts a real OpenSSH server for SFTP alone, with a user and keys of its own that the machine does not know of. As root it runs in
 * namespaces of its own, locked into the folder (chroot); as an ordinary user it serves that user, by key.
 */
export async function startTestSftp({
  host = '127.0.0.1',
  hostKey,
  password = 'nightly-password-6c1f',
}: { host?: string; hostKey?: string; password?: string } = {}): Promise<TestSftp> {
  const asRoot = process.getuid?.() === 0;
  const home = mkdtempSync(join(tmpdir(), 'amanah-sftp-'));
  const jail = join(home, 'jail');
  const folder = join(jail, 'exchange');
  mkdirSync(folder, { recursive: true });
  chmodSync(jail, 0o755);
  const username = asRoot ? 'nightly' : userInfo().username;
  const port = await freePort();
  const newKey = (name: string) => execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'stand-in', '-f', join(home, name)]);
  if (hostKey) {
    writeFileSync(join(home, 'host'), hostKey, { mode: 0o600 });
    writeFileSync(join(home, 'host.pub'), execFileSync('ssh-keygen', ['-y', '-f', join(home, 'host')]));
  } else newKey('host');
  newKey('other-host');
  newKey('user');
  writeFileSync(join(home, 'authorized'), readFileSync(join(home, 'user.pub')), { mode: 0o644 });
  if (asRoot) {
    chownSync(folder, uid, uid);
    const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], { input: password }).toString().trim();
    writeFileSync(
      join(home, 'passwd'),
      `root:x:0:0::/root:/bin/sh\nsshd:x:65534:65534::/run/sshd:/usr/sbin/nologin\n${username}:x:${uid}:${uid}::/:/usr/sbin/nologin\n`,
    );
    writeFileSync(join(home, 'shadow'), `root:*:20000::::::\nsshd:*:20000::::::\n${username}:${hash}:20000::::::\n`, { mode: 0o600 });
    writeFileSync(join(home, 'group'), `root:x:0:\nnogroup:x:65534:\n${username}:x:${uid}:\n`);
    chmodSync(home, 0o755);
  }
  const write = (key: string) =>
    writeFileSync(
      join(home, 'config'),
      [
        `ListenAddress ${host}`,
        `Port ${port}`,
        `HostKey ${join(home, key)}`,
        `AuthorizedKeysFile ${join(home, 'authorized')}`,
        `PidFile none`,
        `UsePAM no`,
        `StrictModes no`,
        `PasswordAuthentication ${asRoot ? 'yes' : 'no'}`,
        `KbdInteractiveAuthentication no`,
        `MaxStartups 1000`,
        `MaxAuthTries 4`,
        `AllowTcpForwarding no`,
        `X11Forwarding no`,
        `Subsystem sftp internal-sftp`,
        `ForceCommand internal-sftp`,
        ...(asRoot ? ['ChrootDirectory /mnt'] : []),
        '',
      ].join('\n'),
    );

  let child: ChildProcess | null = null;
  const start = async ({ otherHostKey = false } = {}) => {
    write(otherHostKey ? 'other-host' : 'host');
    const serve = [sshd, '-D', '-e', '-f', join(home, 'config')];
    const bind = (file: string) => `mount --bind ${join(home, file)} /etc/${file}`;
    const inside = [
      bind('passwd'),
      bind('shadow'),
      bind('group'),
      `mount --bind ${jail} /mnt`,
      'mount -t tmpfs -o mode=755 run /run',
      'mkdir /run/sshd',
      `exec ${serve.join(' ')}`,
    ];
    const command = asRoot ? ['unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', inside.join(' && ')] : serve;
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
    url: `sftp://${host}:${port}${asRoot ? '/exchange' : folder}`,
    username,
    password: asRoot ? password : null,
    privateKey: readFileSync(join(home, 'user'), 'utf8'),
    hostKey: fingerprint(readFileSync(join(home, 'host.pub'), 'utf8')),
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
