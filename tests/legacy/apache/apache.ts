import { spawn, type SpawnOptions } from 'node:child_process';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stopProcess, type Launched } from '../process/launch.ts';

const binary = '/usr/sbin/apache2';
const modules = '/usr/lib/apache2/modules';
const own = { stdio: ['ignore', 'ignore', 'pipe'], detached: true } satisfies SpawnOptions;
const php = 'libphp8.2.so';

/** Whether Apache with PHP and DokuWiki of Debian are on this machine. */
export async function apacheFound(): Promise<boolean> {
  const needed = [binary, `${modules}/${php}`, '/usr/share/dokuwiki/doku.php'];
  return (
    await Promise.all(
      needed.map((path) =>
        access(path).then(
          () => true,
          () => false,
        ),
      ),
    )
  ).every(Boolean);
}

export interface ApacheOptions {
  /** Own folder of this instance: configuration, logs, pid. */
  readonly dataDir: string;
  readonly address: string;
  readonly documentRoot: string;
  /** Modules beside the usual, as name → file. */
  readonly modules?: Readonly<Record<string, string>>;
  /** Directives of the server, once its address is known. */
  readonly directives: (url: string) => string | Promise<string>;
}

/**
 * Starts an own Apache in the foreground on a free port, never the system's.
 * As root it runs as `nobody` of an own user namespace: Apache refuses to serve as root, and the data folder may be closed to others.
 * @throws Error with the end of its log when it does not listen within ten seconds
 */
export async function startApache(options: ApacheOptions): Promise<Launched> {
  const { dataDir, address } = options;
  await mkdir(join(dataDir, 'run'), { recursive: true });
  const port = await freePort(address);
  const url = `http://${address}:${port}`;
  const file = join(dataDir, 'apache.conf');
  await writeFile(file, configuration(options, port, await options.directives(url)));
  const args = ['-f', file, '-DFOREGROUND'];
  // Ends with this process, however that ends. In a process group of its own: Apache stops by a signal to its whole group.
  const serve = ['--pdeathsig', 'TERM', binary, ...args];
  const asNobody = ['--user', '--map-user=65534', '--map-group=65534', 'setpriv', ...serve];
  const child = process.getuid?.() === 0 ? spawn('unshare', asNobody, own) : spawn('setpriv', serve, own);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
  // Without unshare or setpriv there is no process at all; unheard, that would end the one that starts it.
  let failed = false;
  child.once('error', (error) => {
    failed = true;
    said += error.message;
  });
  const endWithUs = () => child.kill('SIGTERM');
  process.once('exit', endWithUs);
  const deadline = Date.now() + 10_000;
  while (!(await listens(address, port))) {
    if (failed || child.exitCode !== null || Date.now() > deadline) {
      process.off('exit', endWithUs);
      if (!failed) await stopProcess(child);
      throw new Error(`Apache does not listen: ${said}${await readFile(join(dataDir, 'error.log'), 'utf8').catch(() => '')}`);
    }
    await pause(25);
  }
  return {
    url,
    faults: null,
    pid: child.pid ?? 0,
    more: {},
    async stop() {
      process.off('exit', endWithUs);
      await stopProcess(child);
    },
  };
}

function configuration({ dataDir, address, documentRoot, modules: further = {} }: ApacheOptions, port: number, directives: string): string {
  const loaded = {
    mpm_prefork_module: 'mod_mpm_prefork.so',
    authn_core_module: 'mod_authn_core.so',
    authz_core_module: 'mod_authz_core.so',
    authz_user_module: 'mod_authz_user.so',
    dir_module: 'mod_dir.so',
    mime_module: 'mod_mime.so',
    env_module: 'mod_env.so',
    setenvif_module: 'mod_setenvif.so',
    headers_module: 'mod_headers.so',
    alias_module: 'mod_alias.so',
    php_module: php,
    ...further,
  };
  return `ServerRoot "${dataDir}"
PidFile "${join(dataDir, 'run', 'apache.pid')}"
DefaultRuntimeDir "${join(dataDir, 'run')}"
ErrorLog "${join(dataDir, 'error.log')}"
LogLevel warn
ServerName ${address}:${port}
Listen ${address}:${port}
${Object.entries(loaded)
  .map(([name, path]) => `LoadModule ${name} ${modules}/${path}`)
  .join('\n')}
TypesConfig /etc/mime.types
StartServers 2
MinSpareServers 1
MaxSpareServers 4
MaxRequestWorkers 16
DocumentRoot "${documentRoot}"
<Directory "/">
  AllowOverride None
  Require all denied
</Directory>
<Directory "${documentRoot}">
  Options FollowSymLinks
  Require all granted
</Directory>
DirectoryIndex index.html index.php doku.php
<FilesMatch "\\.php$">
  SetHandler application/x-httpd-php
</FilesMatch>
php_admin_value session.save_path "${join(dataDir, 'run')}"
php_admin_value upload_tmp_dir "${join(dataDir, 'run')}"
php_admin_flag display_errors Off
${directives}
`;
}

async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  if (typeof bound !== 'object' || bound === null) throw new Error(`no free port on ${address}`);
  return bound.port;
}

function listens(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
