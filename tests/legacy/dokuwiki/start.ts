import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startApache } from '../apache/apache.ts';
import type { Launched } from '../process/launch.ts';
import { remoteUserPlugin, remoteUserPluginInfo } from './remote-user-plugin.ts';

/** Users of the wiki's own base (`form`); demo values. */
export const wikiUsers = [
  { username: 'alice.wiki', password: 'Wiki-1448', name: 'أليس عبدالله المهنا' },
  { username: 'lina.wiki', password: 'Wiki-1448', name: 'لينا عادل المطيري' },
] as const;

const installed = '/usr/share/dokuwiki';
const installedPlugins = '/var/lib/dokuwiki/lib/plugins';

/**
 * Starts Debian's DokuWiki on an own Apache with own pages, users and configuration.
 * `form`: its own user base and sign-in form. `headers`: whoever X-Remote-User names is signed in (REMOTE_USER).
 */
export async function startDokuWiki({
  dataDir,
  signIn,
  address = '127.0.0.3',
}: {
  dataDir: string;
  signIn: 'form' | 'headers';
  address?: string;
}): Promise<Launched> {
  const conf = join(dataDir, 'conf');
  const plugins = join(dataDir, 'plugins');
  await Promise.all(
    [
      conf,
      plugins,
      ...['attic', 'cache', 'index', 'locks', 'media', 'media_attic', 'media_meta', 'meta', 'pages', 'tmp', 'log'].map((name) => join(dataDir, 'data', name)),
    ].map((folder) => mkdir(folder, { recursive: true })),
  );
  await linkPlugins(plugins);
  await mkdir(join(plugins, 'authremote'), { recursive: true });
  await Promise.all([
    writeFile(join(plugins, 'authremote', 'auth.php'), remoteUserPlugin),
    writeFile(join(plugins, 'authremote', 'plugin.info.txt'), remoteUserPluginInfo),
    writeFile(join(dataDir, 'prepend.php'), `<?php define('DOKU_CONF', '${conf}/'); define('DOKU_PLUGIN', '${plugins}/'); define('DOKU_FARM', false);\n`),
    writeFile(join(conf, 'local.php'), localConfiguration(dataDir, signIn)),
    // Debian ships the plugin that runs DokuWiki's own tests; an old system in use does not have it on.
    writeFile(join(conf, 'plugins.local.php'), "<?php\n$plugins['testing'] = 0;\n"),
    writeFile(join(conf, 'acl.auth.php'), '# <?php exit()?>\n*\t@ALL\t0\n*\t@user\t8\n'),
    writeFile(join(conf, 'users.auth.php'), signIn === 'form' ? userTable() : '# <?php exit()?>\n'),
    writeFile(
      join(dataDir, 'data', 'pages', 'start.txt'),
      '====== موسوعة الإجراءات ======\n\nأدلة العمل في أمانة المنطقة الشرقية.\n\n  * [[licences|إجراءات رخص المحال]]\n  * [[visits|الزيارات الميدانية]]\n',
    ),
    writeFile(join(dataDir, 'data', 'pages', 'licences.txt'), '====== إجراءات رخص المحال ======\n\nيُدقَّق الطلب خلال يوم عمل واحد، ثم تُجدول الزيارة.\n'),
  ]);
  return startApache({
    dataDir,
    address,
    documentRoot: installed,
    directives: () => `${signIn === 'headers' ? 'SetEnvIf X-Remote-User "^(.+)$" REMOTE_USER=$1' : ''}
php_admin_value auto_prepend_file "${join(dataDir, 'prepend.php')}"
<Directory "${installedPlugins}">
  Options FollowSymLinks
  Require all granted
</Directory>
<DirectoryMatch "^${installed}/(bin|inc|vendor)">
  Require all denied
</DirectoryMatch>`,
  });
}

async function linkPlugins(folder: string): Promise<void> {
  const names = await readdir(installedPlugins);
  await Promise.all(names.filter((name) => !existsSync(join(folder, name))).map((name) => symlink(join(installedPlugins, name), join(folder, name))));
}

function localConfiguration(dataDir: string, signIn: 'form' | 'headers'): string {
  return `<?php
$conf['title'] = '${signIn === 'form' ? 'موسوعة الموظفين' : 'موسوعة الإجراءات'}';
$conf['lang'] = 'ar';
$conf['license'] = '';
$conf['savedir'] = '${join(dataDir, 'data')}';
$conf['useacl'] = 1;
$conf['authtype'] = '${signIn === 'form' ? 'authplain' : 'authremote'}';
$conf['superuser'] = '@admin';
$conf['disableactions'] = 'register,resendpwd,profile';
$conf['updatecheck'] = 0;
$conf['cssdatauri'] = 0;
$conf['securecookie'] = 0;
$conf['dmode'] = 0755;
`;
}

/** DokuWiki's user file; bcrypt by the PHP that runs it, hashes made once a process. */
function userTable(): string {
  const hashed = spawnSync(
    'php',
    ['-r', `foreach (array_slice($argv, 1) as $p) echo password_hash($p, PASSWORD_BCRYPT, ['cost' => 4]), "\\n";`, ...wikiUsers.map((one) => one.password)],
    {
      encoding: 'utf8',
    },
  );
  const hashes = hashed.stdout.trim().split('\n');
  return `# <?php exit()?>\n${wikiUsers.map((one, index) => `${one.username}:${hashes[index]}:${one.name}:${one.username}@wiki.invalid:user`).join('\n')}\n`;
}
