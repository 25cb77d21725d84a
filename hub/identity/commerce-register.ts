import type { Bilingual, EstablishmentRef } from '@amanah/plugin-api';
import { z } from 'zod';

const waitMs = 3_000;
const establishment = z.object({ unifiedNumber: z.string(), name: z.object({ ar: z.string(), en: z.string() }), status: z.string() });
const answer = z.object({ establishments: z.array(establishment.extend({ role: z.enum(['owner', 'manager']).catch('owner') })) });

/** An establishment that a person acts for by the register. */
export interface RegisteredRole {
  readonly role: 'owner' | 'manager';
  readonly establishment: EstablishmentRef;
}

/** What a person owns or manages. A suspended register gives no capacity (rules.md B5): such establishments are named apart, so that the reason can be told. */
export interface RegisteredRoles {
  readonly roles: readonly RegisteredRole[];
  readonly suspended: readonly Bilingual[];
}

/** `null` when the register does not answer within three seconds or answers nonsense. */
export async function establishmentsOf(register: string, nationalId: string): Promise<RegisteredRoles | null> {
  const read = answer.safeParse(await ask(register, `/establishments?nationalId=${encodeURIComponent(nationalId)}`));
  if (!read.success) return null; // shown to the person as "the register does not answer": the sign-in itself goes on
  const { establishments } = read.data;
  return {
    roles: establishments
      .filter(({ status }) => status === 'active')
      .map(({ unifiedNumber, name, role }) => ({ role, establishment: { type: 'establishment', unifiedNumber, name } })),
    suspended: establishments.filter(({ status }) => status !== 'active').map(({ name }) => name),
  };
}

/** Whether the register says that an establishment is not active; `false` while it does not answer. */
export async function isSuspended(register: string, unifiedNumber: string): Promise<boolean> {
  const read = establishment.safeParse(await ask(register, `/establishments/${encodeURIComponent(unifiedNumber)}`));
  return read.success && read.data.status !== 'active';
}

/** The establishment of a unified number, by the name it is registered under; `null` when there is none or the register does not answer. */
export async function establishmentOf(register: string | null, unifiedNumber: string): Promise<EstablishmentRef | null> {
  const read = establishment.safeParse(register && (await ask(register, `/establishments/${encodeURIComponent(unifiedNumber)}`)));
  return read.success ? { type: 'establishment', unifiedNumber: read.data.unifiedNumber, name: read.data.name } : null;
}

async function ask(register: string, path: string): Promise<unknown> {
  try {
    const response = await fetch(new URL(path, register), { signal: AbortSignal.timeout(waitMs), redirect: 'error' });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
