import type { HubEnvironment } from './environment.ts';

/** Words that mark a secret as one of the demo, of the documentation or of a template. */
const publicSecret = /demo|example|changeme|change-me|set-in-deploy-env|alice|^password$|^secret$/i;

/** What keeps a production hub from starting: each entry names the setting and how to put it right. */
export function productionProblems(settings: HubEnvironment): readonly string[] {
  const problems: string[] = [];
  if (!settings.PUBLIC_URL) problems.push('PUBLIC_URL is missing: set it to the https address that people open, such as https://portal.example.gov.sa');
  else if (!settings.PUBLIC_URL.startsWith('https:'))
    problems.push(`PUBLIC_URL is ${settings.PUBLIC_URL}: production needs https (put nginx or another TLS proxy in front, see deploy/nginx)`);
  if (!settings.AMANAH_SEAL_KEY && !settings.AMANAH_SEAL_KEY_FILE) {
    problems.push(
      'AMANAH_SEAL_KEY_FILE is missing: make a key with "openssl rand -base64 32 > seal.key" and name that file (or give the key in AMANAH_SEAL_KEY)',
    );
  }
  if (settings.AMANAH_SIGN_IN === 'staff') problems.push('AMANAH_SIGN_IN=staff is for the demo only: remove it');
  if (settings.AMANAH_OIDC_STATE === 'memory') problems.push('AMANAH_OIDC_STATE=memory loses every sign-in of connected systems at a restart: remove it');
  for (const [name, value] of secretsOf(settings)) {
    if (publicSecret.test(value)) problems.push(`${name} holds a demo or template secret: set one of your own`);
  }
  return problems;
}

function secretsOf(settings: HubEnvironment): [string, string][] {
  const passwordIn = (url: string | undefined) => (url ? decodeURIComponent(new URL(url).password) : '');
  const secrets: [string, string | undefined][] = [
    ['AMANAH_SEAL_KEY', settings.AMANAH_SEAL_KEY],
    ['AMANAH_METRICS_TOKEN', settings.AMANAH_METRICS_TOKEN],
    ['AMANAH_NATIONAL_CLIENT_SECRET', settings.AMANAH_NATIONAL_CLIENT_SECRET],
    ['AMANAH_FILES_S3_SECRET_KEY', settings.AMANAH_FILES_S3_SECRET_KEY],
    ['DATABASE_URL', passwordIn(settings.DATABASE_URL)],
    ['SMTP_URL', passwordIn(settings.SMTP_URL)],
  ];
  return secrets.filter((entry): entry is [string, string] => Boolean(entry[1]));
}
