import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isIP } from 'node:net';
import { pathToFileURL } from 'node:url';
import { ConfigRefused } from './config-refused.ts';
import type { HubConfig, HubRole } from './contract.ts';
import { openDataFolder } from './data-folder.ts';
import { developmentProblems } from './development-rules.ts';
import { environmentSchema, type HubEnvironment } from './environment.ts';
import { productionProblems } from './production-rules.ts';
import { bucketOf, bucketProblems, scannerOf } from './file-settings.ts';
import { readSealKey } from './seal-key.ts';
import { Secret } from './secret.ts';

const root = new URL('../../', import.meta.url);

/**
 * Everything the hub is told from outside, read and checked once; the only reader of `process.env`.
 * `args` are the command line arguments (`--role web|worker|all`, `--development`).
 * @throws ConfigRefused naming each setting that is wrong and how to put it right
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env, args: readonly string[] = []): HubConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse({ ...given, ...roleArgument(args) });
  if (!parsed.success) {
    throw new ConfigRefused(parsed.error.issues.map((issue) => `${issue.path.join('.') || 'environment'}: ${issue.message}`));
  }
  const settings = parsed.data;
  if (settings.AMANAH_PROFILE === 'production') {
    const problems = productionProblems(settings);
    if (problems.length > 0) throw new ConfigRefused(problems);
  }
  const development = args.includes('--development');
  const problems = [...developmentProblems(settings, development), ...bucketProblems(settings)];
  if (problems.length > 0) throw new ConfigRefused(problems);
  return configOf(settings, development);
}

function configOf(settings: HubEnvironment, development: boolean): HubConfig {
  const profile = settings.AMANAH_PROFILE;
  const publicUrl = new URL(settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`);
  const dataDir = resolve(settings.AMANAH_DATA_DIR);
  openDataFolder(dataDir, { newDatabase: !settings.DATABASE_URL && !existsSync(join(dataDir, 'postgres')) });
  const standIns = new URL('tests/legacy/start-stand-ins.ts', root);
  const demoProgrammes = new URL('scripts/demo-programmes/make-programmes.ts', root);
  const makesProgrammes = profile === 'demo' && settings.AMANAH_ROLE === 'all' && settings.AMANAH_DEMO_PROGRAMMES === 'on';
  return {
    profile,
    development,
    developmentManifest: settings.AMANAH_DEVELOPMENT_MANIFEST ? pathToFileURL(resolve(settings.AMANAH_DEVELOPMENT_MANIFEST)) : null,
    role: settings.AMANAH_ROLE,
    port: settings.PORT,
    publicUrl,
    gatewayDomain: settings.AMANAH_GATEWAY_DOMAIN ?? defaultGatewayDomain(publicUrl),
    dataDir,
    configDir: settings.AMANAH_CONFIG_DIR ? pathToFileURL(`${resolve(settings.AMANAH_CONFIG_DIR)}/`) : new URL('config/', root),
    databaseUrl: secret(settings.DATABASE_URL),
    redisUrl: secret(settings.REDIS_URL),
    oidcState: settings.AMANAH_OIDC_STATE,
    files: bucketOf(settings),
    scanner: scannerOf(settings),
    sealKey: readSealKey(settings, dataDir),
    trustProxy: settings.AMANAH_TRUST_PROXY,
    signIn: settings.AMANAH_SIGN_IN,
    national: settings.AMANAH_NATIONAL_ISSUER
      ? {
          issuer: settings.AMANAH_NATIONAL_ISSUER,
          clientId: settings.AMANAH_NATIONAL_CLIENT_ID ?? 'amanah-hub',
          clientSecret: new Secret(settings.AMANAH_NATIONAL_CLIENT_SECRET ?? ''),
        }
      : null,
    commerceRegister: settings.AMANAH_COMMERCE_REGISTER ?? null,
    smtpUrl: secret(settings.SMTP_URL),
    innerNetworks: settings.AMANAH_INNER_NETWORKS ?? (profile === 'production' ? [] : ['127.0.0.0/8', '::1/128']),
    session: {
      idleMinutes: settings.AMANAH_SESSION_IDLE_MINUTES,
      absoluteHours: settings.AMANAH_SESSION_ABSOLUTE_HOURS,
      warnSeconds: settings.AMANAH_SESSION_WARN_SECONDS,
    },
    otlpUrl: settings.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    metricsToken: secret(settings.AMANAH_METRICS_TOKEN),
    adaptersDir: settings.AMANAH_ADAPTERS_DIR ? pathToFileURL(`${resolve(settings.AMANAH_ADAPTERS_DIR)}/`) : null,
    plugins: {
      folder: settings.AMANAH_PLUGINS_DIR ? pathToFileURL(`${resolve(settings.AMANAH_PLUGINS_DIR)}/`) : new URL('plugins/', root),
      // The gallery shows components with invented data: for people who write pages, not for the public.
      disabled: [...settings.AMANAH_PLUGINS_DISABLED, ...(profile === 'production' ? ['gallery'] : [])],
      trusted: ['account', 'operations', 'systems'],
    },
    logLevel: settings.AMANAH_LOG_LEVEL ?? (profile === 'production' ? 'info' : 'warn'),
    standIns: profile === 'demo' && settings.AMANAH_STAND_INS === 'on' && existsSync(standIns) ? standIns : null,
    demoProgrammes: makesProgrammes && existsSync(demoProgrammes) ? demoProgrammes : null,
  };
}

function roleArgument(args: readonly string[]): { AMANAH_ROLE?: HubRole | string } {
  const joined = args.find((arg) => arg.startsWith('--role='));
  if (joined) return { AMANAH_ROLE: joined.slice('--role='.length) };
  const at = args.indexOf('--role');
  return at === -1 ? {} : { AMANAH_ROLE: args[at + 1] ?? '' };
}

function defaultGatewayDomain(publicUrl: URL): string {
  const host = publicUrl.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) ? 'localhost' : host;
}

function secret(value: string | undefined): Secret | null {
  return value === undefined ? null : new Secret(value);
}
