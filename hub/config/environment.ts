import { z } from 'zod';

const list = z.string().transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''));

/** The settings of the environment, by their names; empty ones count as not given. */
export const environmentSchema = z.object({
  AMANAH_PROFILE: z.enum(['demo', 'production', 'test']).default('demo'),
  AMANAH_ROLE: z.enum(['web', 'worker', 'all'], 'must be web, worker or all').default('all'),
  PORT: z.coerce.number('must be a port number').int().min(1).max(65_535).default(3000),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address such as https://portal.example.gov.sa' }).optional(),
  AMANAH_GATEWAY_DOMAIN: z
    .string()
    .regex(/^[a-z0-9.-]+$/i, 'must be a host name without port')
    .optional(),
  AMANAH_DATA_DIR: z.string().default('.data'),
  AMANAH_CONFIG_DIR: z.string().optional(),
  AMANAH_ADAPTERS_DIR: z.string().optional(),
  AMANAH_PLUGINS_DIR: z.string().optional(),
  AMANAH_PLUGINS_DISABLED: list.default([]),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be postgres://user:password@host:port/database' }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be redis://host:port' }).optional(),
  AMANAH_SEAL_KEY: z.string().optional(),
  AMANAH_SEAL_KEY_FILE: z.string().optional(),
  AMANAH_TRUST_PROXY: list.default([]),
  AMANAH_OIDC_STATE: z.enum(['shared', 'memory']).default('shared'),
  AMANAH_SIGN_IN: z.enum(['national', 'staff']).default('national'),
  AMANAH_NATIONAL_ISSUER: z.url().optional(),
  AMANAH_NATIONAL_CLIENT_ID: z.string().optional(),
  AMANAH_NATIONAL_CLIENT_SECRET: z.string().optional(),
  AMANAH_COMMERCE_REGISTER: z.url().optional(),
  AMANAH_INNER_NETWORKS: list.optional(),
  AMANAH_SESSION_IDLE_MINUTES: z.coerce.number().positive().default(15),
  AMANAH_SESSION_ABSOLUTE_HOURS: z.coerce.number().positive().default(8),
  AMANAH_SESSION_WARN_SECONDS: z.coerce.number().int().positive().default(120),
  AMANAH_METRICS_TOKEN: z.string().optional(),
  AMANAH_DEVELOPMENT_MANIFEST: z.string().optional(),
  AMANAH_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
  AMANAH_STAND_INS: z.enum(['on', 'off']).default('on'),
  AMANAH_DEMO_PROGRAMMES: z.enum(['on', 'off']).default('off'),
  AMANAH_FILES_S3: z
    .url({ protocol: /^https?$/, error: 'must be the address of a bucket such as https://s3.example.sa/amanah-files' })
    .regex(/^https?:\/\/[^/?#]+\/[a-z0-9.-]+(?:\/[A-Za-z0-9._-]+)*\/?$/, 'must end with the name of a bucket, and a folder in it if you like')
    .optional(),
  AMANAH_FILES_S3_REGION: z.string().default('us-east-1'),
  AMANAH_FILES_S3_KEY_ID: z.string().optional(),
  AMANAH_FILES_S3_SECRET_KEY: z.string().optional(),
  AMANAH_CLAMD: z
    .string()
    .regex(/^(?:tcp:\/\/[^/:]+:\d{1,5}|unix:\/.+)$/, 'must be tcp://host:port or unix:/path/of/clamd.sock')
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be smtp://user:password@host:port' }).optional(),
});

export type HubEnvironment = z.infer<typeof environmentSchema>;
