import { AmanahError } from '@amanah/errors';
import type { Capacity, EstablishmentRef } from '@amanah/plugin-api';
import { z } from 'zod';
import type { Context } from '../context.ts';

const name = z.object({ ar: z.string(), en: z.string() });
const company = z.object({
  unifiedNumber: z.string(),
  legacyRegisters: z.array(z.string()).default([]),
  name,
  status: z.enum(['active', 'suspended', 'cancelled']),
  lastConfirmedOn: z.string().nullish(),
  activities: z.array(z.object({ code: z.string(), name: name.nullish() })).default([]),
});

/** An establishment as the Commerce register knows it. */
export type Company = z.infer<typeof company>;

/** Longest wait for a register, in milliseconds. */
export const deadlineMs = 6_000;

/** The establishment that a capacity acts for; `null` for persons and officials. */
export function establishmentOf(capacity: Capacity): EstablishmentRef | null {
  switch (capacity.kind) {
    case 'owner':
    case 'manager':
      return capacity.establishment;
    case 'government':
      return capacity.body;
    case 'delegate':
      return capacity.principal.type === 'establishment' ? capacity.principal : null;
    case 'agent':
      return capacity.client?.type === 'establishment' ? capacity.client : null;
    case 'self':
    case 'official':
      return null;
  }
}

/** An establishment by its unified number; `null` when the Commerce register has none. @throws what the connected system throws */
export async function companyOf(ctx: Pick<Context, 'systems'>, unifiedNumber: string, signal?: AbortSignal): Promise<Company | null> {
  try {
    const found = await ctx.systems.commerceRegister.operation('company')({ unifiedNumber }, { deadlineMs, ...(signal ? { signal } : {}) });
    return company.parse(found);
  } catch (error) {
    if (error instanceof AmanahError && error.code === 'SYSTEMS_REFUSED') return null;
    throw error;
  }
}
