import { z } from 'zod';
import { storageOutput } from '../../shared/processing.ts';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import type { StorageReport } from './storage-report.ts';

const mostProgrammes = 50;

/** What the programmes of the caller's units take of the store. */
export function registerStorageRoutes({ ctx }: ProgrammeParts, report: StorageReport, quotaBytes: number): void {
  ctx.route({
    method: 'get',
    path: '/office/storage',
    access: 'programme.read',
    summary: 'Bytes by unit, kind and programme; orphaned and missing files for those who see all units',
    input: z.strictObject({}),
    output: storageOutput,
    async handle(_input, call) {
      const units = ctx.access.unitsWith(call.actor, 'media:programme.read');
      const everything = units === null;
      const [byUnit, kinds, programmes, orphaned, missing] = await Promise.all([
        report.byUnit(units),
        report.byKind(units),
        report.largest(units, mostProgrammes),
        everything ? report.orphaned() : null,
        everything ? report.missing() : null,
      ]);
      return { quotaBytes, units: byUnit, kinds, programmes, orphaned, missing };
    },
  });
}
