import { z } from 'zod';

const messageKey = z.string().min(1);
const permission = z.string().regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/, 'noun.verb');
const access = z.union([permission, z.strictObject({ public: z.string().min(1) })]);
const mount = { at: z.string().min(1), export: z.string().min(1), access, title: messageKey, lead: messageKey.optional() };

const wake = z.strictObject({ event: z.string().regex(/^[a-z][a-z-]*:[a-z][a-z-]*$/, 'plugin:verb'), mark: z.string().min(1).optional() });

/** Shape of a plugin's manifest at run time; the types of kit/plugin-api say the same at compile time. */
export const manifestSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens'),
  api: z.string().min(1),
  owner: z.string().min(1),
  title: messageKey,
  description: messageKey.optional(),
  locales: z.array(z.enum(['ar', 'en'])).min(1),
  permissions: z.record(permission, z.strictObject({ title: messageKey, risk: z.enum(['read', 'write', 'admin']) })),
  systems: z.record(z.string(), z.string().regex(/^[a-z][a-z0-9-]{1,40}$/)).optional(),
  uses: z.array(z.string()).optional(),
  mayUse: z.array(z.string()).optional(),
  personal: z.array(z.enum(['national-id', 'contact'])).optional(),
  provides: z.array(z.string()).optional(),
  events: z.array(z.string().regex(/^[a-z][a-z-]*\.[a-z][A-Za-z]*$/, 'noun.pastVerb')).optional(),
  addresses: z.array(z.string().regex(/^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*|\/\.well-known\/[a-z0-9][a-z0-9._-]*)+$/, 'a path of plain names')).optional(),
  navigation: z
    .array(
      z.strictObject({
        place: z.enum(['main', 'account', 'staff', 'footer']),
        to: z.string().startsWith('/'),
        title: messageKey,
        icon: z.string().optional(),
        order: z.number().optional(),
        access: access.optional(),
      }),
    )
    .optional(),
  ui: z
    .strictObject({
      entry: z.string().min(1),
      pages: z.array(z.strictObject({ ...mount, at: z.string().startsWith('/') })),
      slots: z.array(z.strictObject({ ...mount, entry: z.string().optional(), wake: wake.optional(), ownStyles: z.literal(true).optional() })).optional(),
    })
    .optional(),
});
