import { AmanahError } from '@amanah/errors';
import type { ConfigProblem } from '@amanah/plugin-api';
import { LineCounter, parseDocument, isNode } from 'yaml';
import { z } from 'zod';

const bilingual = z.strictObject({ ar: z.string().min(1), en: z.string().min(1) });
const path = z.string().regex(/^\/[^\s?#]*$/, 'a path that starts with /');

/** A third party's micro-frontend: every file with its hash, where it is mounted, who may see it. */
export const microFrontendSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{1,62}$/, 'lower-case letters, digits and hyphens'),
    title: bilingual,
    origin: z.string().regex(/^https?:\/\/[a-zA-Z0-9.-]+(:\d+)?$/, 'an origin such as https://parks.example.sa'),
    entry: path,
    /** Path on the origin → `sha384-…` in base64, for the entry and everything it imports. */
    files: z.record(path, z.string().regex(/^sha384-[A-Za-z0-9+/]{64}$/, 'sha384- and 64 base64 characters')),
    /** Portal path for a page, or the name of a slot. */
    at: z.string().regex(/^(\/[a-z0-9/:-]+|[a-z][a-z0-9.-]*)$/, 'a portal path such as /parks or a slot name'),
    /** `public`, `signed-in`, or a permission. */
    permission: z.string().regex(/^(public|signed-in|[a-z][a-z0-9-]*:[a-z-]+\.[a-z-]+)$/, 'public, signed-in or a permission'),
  })
  .refine((definition) => Object.hasOwn(definition.files, definition.entry), { path: ['files'], message: 'the entry itself, with its hash' });

export type MicroFrontendDefinition = z.infer<typeof microFrontendSchema>;

/** Parses YAML text or an object. @throws HOST_MICRO_FRONTEND_INVALID with line, field and what was expected */
export function parseMicroFrontend(source: string | object, file = 'micro-frontend.yaml'): MicroFrontendDefinition {
  const lines = new LineCounter();
  const document = typeof source === 'string' ? parseDocument(source, { lineCounter: lines }) : null;
  const read = microFrontendSchema.safeParse(document ? document.toJS() : source);
  if (read.success && !document?.errors.length) return read.data;
  const lineOf = (at: readonly PropertyKey[]): number | null => {
    for (let depth = at.length; document && depth > 0; depth -= 1) {
      const node = document.getIn(at.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return document ? 1 : null;
  };
  const problems: ConfigProblem[] = [
    ...(document?.errors ?? []).map((error) => ({ file, line: error.linePos?.[0].line ?? null, field: '', expected: 'YAML', found: error.message })),
    ...(read.error?.issues ?? []).map((issue) => ({
      file,
      line: lineOf(issue.path),
      field: issue.path.join('.'),
      expected: issue.message,
      found: found(document?.toJS() ?? source, issue.path),
    })),
  ];
  throw new AmanahError('HOST_MICRO_FRONTEND_INVALID', {
    detail: problems.map((problem) => `${problem.file}:${problem.line ?? '-'} ${problem.field}: ${problem.expected}`).join('; '),
    fields: problems.map((problem) => ({ path: problem.field, message: `${problem.file}:${problem.line ?? '-'}: ${problem.expected} (${problem.found})` })),
  });
}

function found(value: unknown, path: readonly PropertyKey[]): string {
  const at = path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);
  return at === undefined ? 'nothing' : JSON.stringify(at).slice(0, 80);
}
