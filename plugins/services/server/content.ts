import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AmanahError } from '@amanah/errors';
import { parse } from 'yaml';
import { z, type ZodType } from 'zod';

const text = z.strictObject({ ar: z.string().min(1), en: z.string().min(1) });
const named = z.object({ id: z.string().min(1), name: text });
const serviceCode = z.string().regex(/^SRV-\d{3}$/);
const serviceClass = z.enum(['informational', 'interactive', 'procedural', 'integrative']);

const serviceSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  code: serviceCode,
  name: text,
  summary: text,
  class: serviceClass,
  audiences: z.array(z.string()).min(1),
  primaryAudience: z.string(),
  system: z.string(),
  channels: z.array(z.string()).min(1),
  owner: z.strictObject({ unit: z.string(), ar: z.string(), en: z.string() }),
  authentication: z.enum(['nafath', 'none']),
  prerequisites: z.array(text),
  requiredDocuments: z.array(
    z.strictObject({
      code: z.string(),
      ar: z.string(),
      en: z.string(),
      mandatory: z.boolean(),
      source: z.string().regex(/^(upload|form|internal|(integration|reuse):[a-z-]+)$/),
    }),
  ),
  steps: z.array(z.strictObject({ ar: z.string(), en: z.string(), actor: z.string() })).min(1),
  /** ISO 8601; days are working days. */
  duration: z.string().regex(/^P(\d+D|T\d+[HMS])$/),
  fee: z.strictObject({
    amount: z.number().nonnegative(),
    currency: z.literal('SAR'),
    basis: z.enum(['free', 'fixed', 'formula']),
    illustrative: z.boolean(),
    note: text,
  }),
  legalBasis: z.array(text),
  externalParties: z.array(z.string()),
  lifeEvents: z.array(z.string()).min(1),
  keywords: z.strictObject({ ar: z.array(z.string()), en: z.array(z.string()) }),
  wave: z.number().int(),
  evidence: z.unknown(),
});

const catalogueSchema = z.object({
  meta: z.object({ count: z.number().int(), generated: z.iso.date(), disclaimer: text }),
  classes: z.array(named),
  audiences: z.array(named),
  systems: z.array(named),
  channels: z.array(named),
  externalParties: z.array(named),
  lifeEvents: z.array(named),
  services: z.array(serviceSchema),
});

const question = z.strictObject({ q: text, a: text });
const extraSchema = z.strictObject({
  updated: z.iso.date(),
  languages: z.array(z.enum(['ar', 'en'])).min(1),
  serviceLevelPath: z.string().startsWith('/'),
  support: z.strictObject({ phone: z.string(), note: text }),
  featured: z.array(serviceCode),
  quietServices: z.array(serviceCode),
  connected: z.record(z.string(), z.array(z.strictObject({ system: z.string(), services: z.array(serviceCode).min(1), place: text }))),
  needs: z.array(z.strictObject({ system: z.string(), services: z.array(serviceCode).min(1), for: text, without: text })).default([]),
  downtime: z.array(z.strictObject({ system: z.string(), from: z.iso.datetime({ offset: true }), until: z.iso.datetime({ offset: true }), note: text })),
  faq: z.strictObject({ classes: z.record(serviceClass, z.array(question).min(1)), systems: z.record(z.string(), z.array(question).min(1)) }),
  synonyms: z.array(z.strictObject({ say: z.array(z.string()).min(1), mean: z.string() })),
});

export type Service = z.infer<typeof serviceSchema>;
export type ServiceClass = Service['class'];
export type Extra = z.infer<typeof extraSchema>;
export interface Content extends z.infer<typeof catalogueSchema> {
  readonly extra: Extra;
}

function read<T>(file: URL, schema: ZodType<T>, parseText: (source: string) => unknown): T {
  let found: unknown;
  try {
    found = parseText(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AmanahError('SERVICES_CONTENT_INVALID', { detail: `${fileURLToPath(file)}: ${(cause as Error).message}`, cause });
  }
  const result = schema.safeParse(found);
  if (result.success) return result.data;
  refuse(
    file,
    result.error.issues
      .slice(0, 5)
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      .join('; '),
  );
}

function refuse(file: URL, problem: string): never {
  throw new AmanahError('SERVICES_CONTENT_INVALID', { detail: `${fileURLToPath(file)}: ${problem}` });
}

function checkReferences(file: URL, content: Content): void {
  const ids = (list: readonly { id: string }[]) => new Set(list.map((item) => item.id));
  const known = {
    classes: ids(content.classes),
    audiences: ids(content.audiences),
    systems: ids(content.systems),
    channels: ids(content.channels),
    lifeEvents: ids(content.lifeEvents),
    parties: ids(content.externalParties),
  };
  const codes = new Set<string>();
  content.services.forEach((service, index) => {
    const at = `services.${index} (${service.code})`;
    const check = (set: ReadonlySet<string>, values: readonly string[], field: string) => {
      for (const value of values) if (!set.has(value)) refuse(file, `${at}.${field}: unknown "${value}"`);
    };
    if (codes.has(service.code)) refuse(file, `${at}.code: used twice`);
    codes.add(service.code);
    check(known.classes, [service.class], 'class');
    check(known.audiences, service.audiences, 'audiences');
    check(known.systems, [service.system], 'system');
    check(known.channels, service.channels, 'channels');
    check(known.lifeEvents, service.lifeEvents, 'lifeEvents');
    check(known.parties, service.externalParties, 'externalParties');
    if (!content.extra.faq.systems[service.system]) refuse(file, `${at}: no questions for the system "${service.system}" in extra.yaml`);
  });
  if (codes.size !== content.meta.count) refuse(file, `meta.count: ${content.meta.count} stated, ${codes.size} found`);
}

/**
 * Reads `services/catalogue.json` and `services/extra.yaml` of the configuration folder and checks every reference in them.
 * @throws SERVICES_CONTENT_INVALID with file and path of the wrong value
 */
export function loadContent(configDir: URL): Content {
  const file = new URL('services/catalogue.json', configDir);
  const extra = read(new URL('services/extra.yaml', configDir), extraSchema, parse);
  const content = { ...read(file, catalogueSchema, JSON.parse), extra };
  checkReferences(file, content);
  return content;
}
