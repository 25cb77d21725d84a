import { readFileSync } from 'node:fs';
import { AmanahError } from '@amanah/errors';
import { parse } from 'yaml';
import type { z } from 'zod';

/** Reads a file of rules of the configuration. @throws REQUESTS_CONFIG_INVALID naming file and place of a mistake */
export function readRuleFile<Schema extends z.ZodType>(configDir: URL, file: string, schema: Schema): z.infer<Schema> {
  try {
    return schema.parse(parse(readFileSync(new URL(file, configDir), 'utf8')));
  } catch (cause) {
    throw new AmanahError('REQUESTS_CONFIG_INVALID', { detail: `config/${file}: ${(cause as Error).message}`, cause });
  }
}
