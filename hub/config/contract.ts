import type { ScannerAddress } from '../files/clamd.ts';
import type { BucketConfig } from '../files/contract.ts';
import type { Secret } from './secret.ts';

export type Profile = 'demo' | 'production' | 'test';
export type HubRole = 'web' | 'worker' | 'all';

/** Everything the hub is told from outside, read and checked once. */
export interface HubConfig {
  readonly profile: Profile;
  readonly development: boolean;
  /** Import map of a development server instead of the build's; in development only. */
  readonly developmentManifest: URL | null;
  readonly role: HubRole;
  readonly port: number;
  readonly publicUrl: URL;
  /** Systems live at `<host>.<gatewayDomain>[:port]`. */
  readonly gatewayDomain: string;
  readonly dataDir: string;
  /** `config/` of this Amanah. */
  readonly configDir: URL;
  readonly databaseUrl: Secret | null;
  readonly redisUrl: Secret | null;
  /** Where the OpenID provider keeps its state: Redis when there is one, else the database; `memory` when asked for (one process, lost with it). */
  readonly oidcState: 'shared' | 'memory';
  /** Bucket for the files of plugins; `null`: the folder `files` of the data folder. */
  readonly files: BucketConfig | null;
  /** The clamd that looks at files people send; `null`: none does. */
  readonly scanner: ScannerAddress | null;
  /** 32-byte key from the environment or a file that seals secrets at rest. */
  readonly sealKey: Secret;
  readonly trustProxy: readonly string[];
  /** First sign-in page; `staff` only in the demo profile (AMANAH_SIGN_IN). */
  readonly signIn: 'national' | 'staff';
  readonly national: { readonly issuer: string; readonly clientId: string; readonly clientSecret: Secret } | null;
  /** Commerce register (stand-in in demo), HTTP base. */
  readonly commerceRegister: string | null;
  readonly smtpUrl: Secret | null;
  /** Inner networks (CIDR) that back-channel logout may reach. */
  readonly innerNetworks: readonly string[];
  readonly session: { readonly idleMinutes: number; readonly absoluteHours: number; readonly warnSeconds: number };
  readonly otlpUrl: string | null;
  readonly metricsToken: Secret | null;
  /** Folder with a folder for each adapter, in place of our own; its code is not reviewed by us. */
  readonly adaptersDir: URL | null;
  readonly plugins: { readonly folder: URL; readonly disabled: readonly string[]; readonly trusted: readonly string[] };
  readonly logLevel: string;
  /** Module that starts the stand-in systems of the demo; `null` outside it or when switched off (AMANAH_STAND_INS=off). */
  readonly standIns: URL | null;
  /** Module that makes the programmes of the demo; `null` outside it or unless asked for (AMANAH_DEMO_PROGRAMMES=on, as `npm start` does). */
  readonly demoProgrammes: URL | null;
}
