import { parse } from 'yaml';
import { z } from 'zod';
import type { Role } from './contract.ts';

const roleFile = z.strictObject({
  roles: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z][a-z0-9-]*$/),
      title: z.strictObject({ ar: z.string().min(1), en: z.string().min(1) }),
      /** Held by everybody who is signed in, on the whole tree. */
      everyone: z.boolean().default(false),
      permissions: z.array(z.string().regex(/^(\*|[a-z][a-z0-9-]*:(\*|[a-z][a-z-]*\.[a-z][a-z-]*))$/)),
    }),
  ),
});

export interface ConfiguredRole extends Role {
  readonly everyone: boolean;
}

/** Reads config/roles.yaml. @throws Error naming the role and field that is wrong. */
export function parseRoleFile(text: string): readonly ConfiguredRole[] {
  const read = roleFile.safeParse(parse(text));
  if (read.success) return read.data.roles;
  throw new Error(`config/roles.yaml: ${read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`);
}
