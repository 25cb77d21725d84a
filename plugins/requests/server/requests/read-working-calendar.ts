import { readFileSync } from 'node:fs';
import { AmanahError } from '@amanah/errors';
import { parse } from 'yaml';
import { z } from 'zod';
import { WorkingCalendar } from './working-calendar.ts';

const file = z.strictObject({ holidays: z.array(z.string().regex(/^(\d{4}-)?\d{2}-\d{2}$/)) });

/** The calendar of `config/working-calendar.yaml`. @throws REQUESTS_CONFIG_INVALID naming what is wrong */
export function readWorkingCalendar(configDir: URL): WorkingCalendar {
  try {
    return new WorkingCalendar(file.parse(parse(readFileSync(new URL('working-calendar.yaml', configDir), 'utf8'))).holidays);
  } catch (cause) {
    throw new AmanahError('REQUESTS_CONFIG_INVALID', { detail: `config/working-calendar.yaml: ${(cause as Error).message}`, cause });
  }
}
