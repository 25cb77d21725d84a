import { documentSources } from '../../../requests/contract.ts';
import type { Parts } from '../parts.ts';
import { identitySource } from './identity-source.ts';
import { leaseSource } from './lease-source.ts';
import { licenceSource } from './licence-source.ts';
import { registerSource } from './register-source.ts';
import { safetySource } from './safety-source.ts';

/** Documents of forms that our registers and connected ones hold, by their codes in the catalogue. */
export function offerSources({ ctx, registers, rules, sites }: Pick<Parts, 'ctx' | 'registers' | 'rules' | 'sites'>): void {
  const sources = ctx.use(documentSources);
  sources.offer(['CR'], (question) => registerSource({ ctx, rules }, question));
  sources.offer(['LEASE'], (question) => leaseSource({ ctx, sites }, question));
  sources.offer(['SAFETY'], (question) => safetySource(ctx, question));
  sources.offer(['LIC'], (question) => licenceSource({ ctx, registers, rules }, question));
  sources.offer(['ID'], (question) => identitySource(ctx, question));
}
