import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startApache } from '../apache/apache.ts';
import type { Launched } from '../process/launch.ts';

/** Where `startApacheOidc` listens for the provider's answers, below its own address. */
export const callbackPath = '/protected/callback';

/** Whether mod_auth_openidc is on this machine. */
export function apacheOidcFound(): Promise<boolean> {
  return access('/usr/lib/apache2/modules/mod_auth_openidc.so').then(
    () => true,
    () => false,
  );
}

/** How the module is known at the provider; needs the own address first, since redirect addresses are exact. */
export type RegisterClient = (addresses: {
  redirectUri: string;
  backchannelLogoutUri: string;
  postLogoutRedirectUri: string;
}) => Promise<{ issuer: string; clientId: string; clientSecret: string }>;

/**
 * Starts Apache with mod_auth_openidc: `/protected/` needs a sign-in at the provider and shows the claims as JSON
 * (`/protected/claims.php`) or as a page; its sessions live in the server, so that back-channel logout ends them.
 * @throws Error when Apache does not start, with the end of its log
 */
export async function startApacheOidc({
  dataDir,
  register,
  address = '127.0.0.6',
}: {
  dataDir: string;
  register: RegisterClient;
  address?: string;
}): Promise<Launched> {
  const root = join(dataDir, 'site');
  await Promise.all([mkdir(join(root, 'protected'), { recursive: true }), mkdir(join(dataDir, 'cache'), { recursive: true })]);
  await Promise.all([
    writeFile(
      join(root, 'index.html'),
      '<!DOCTYPE html><html lang="ar" dir="rtl"><meta charset="utf-8"><title>نظام المراسلات</title><h1>نظام المراسلات</h1><p><a href="/protected/">الدخول</a></p></html>',
    ),
    writeFile(join(root, 'protected', 'index.php'), claimsPage),
    writeFile(join(root, 'protected', 'claims.php'), claimsJson),
  ]);
  return startApache({
    dataDir,
    address,
    documentRoot: root,
    modules: { auth_openidc_module: 'mod_auth_openidc.so', socache_shmcb_module: 'mod_socache_shmcb.so' },
    directives: async (url) => {
      const redirectUri = `${url}${callbackPath}`;
      const client = await register({ redirectUri, backchannelLogoutUri: `${redirectUri}?logout=backchannel`, postLogoutRedirectUri: `${url}/` });
      return `OIDCProviderMetadataURL ${client.issuer}/.well-known/openid-configuration
OIDCClientID ${client.clientId}
OIDCClientSecret ${client.clientSecret}
OIDCRedirectURI ${redirectUri}
OIDCCryptoPassphrase ${crypto.randomUUID()}
OIDCScope "openid profile"
OIDCPKCEMethod S256
OIDCSessionType server-cache
OIDCCacheType file
OIDCCacheDir "${join(dataDir, 'cache')}"
OIDCCookie amanah_apache_session
OIDCCookieSameSite On
OIDCPassClaimsAs environment
OIDCRemoteUserClaim sub
<Location "/protected">
  AuthType openid-connect
  Require valid-user
</Location>`;
    },
  });
}

const claimsJson = `<?php
header('Content-Type: application/json; charset=utf-8');
header('Cache-Control: no-store');
$claims = ['user' => $_SERVER['REMOTE_USER']];
foreach ($_SERVER as $name => $value) if (strpos($name, 'OIDC_CLAIM_') === 0) $claims[substr($name, 11)] = $value;
echo json_encode($claims, JSON_UNESCAPED_UNICODE);
`;

const claimsPage = `<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>نظام المراسلات</title></head><body>
<h1>نظام المراسلات</h1><p>المستخدم: <bdi data-testid="user"><?php echo htmlspecialchars($_SERVER['REMOTE_USER']); ?></bdi></p><table border="1">
<?php foreach ($_SERVER as $name => $value) if (strpos($name, 'OIDC_CLAIM_') === 0) echo '<tr><th>', htmlspecialchars(substr($name, 11)), '</th><td>', htmlspecialchars($value), '</td></tr>'; ?>
</table></body></html>
`;
