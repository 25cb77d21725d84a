import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** An establishment as the Commerce register answers it. */
export interface Establishment {
  readonly unifiedNumber: string;
  readonly legacyRegisters: readonly string[];
  readonly kind: string;
  readonly name: { readonly ar: string; readonly en: string };
  readonly status: 'active' | 'suspended' | 'cancelled';
  /** Day of the last yearly confirmation (registers no longer expire since 2025). */
  readonly lastConfirmedOn: string;
  readonly people: readonly { readonly nationalId: string; readonly role: 'owner' | 'manager' }[];
}

interface DemoEntry {
  readonly unifiedNumber: string;
  readonly legacyRegister?: string;
  readonly kind: string;
  readonly name: { readonly ar: string; readonly en: string };
  readonly status: Establishment['status'];
  readonly lastConfirmedOn?: string;
  readonly owners: readonly string[];
  readonly managers: readonly string[];
}

/** Reads the establishments of the demo's people.yaml. */
export function readEstablishments(file: URL): readonly Establishment[] {
  const { establishments } = parse(readFileSync(file, 'utf8')) as { establishments: readonly DemoEntry[] };
  return establishments.map((one) => ({
    unifiedNumber: one.unifiedNumber,
    legacyRegisters: one.legacyRegister ? [one.legacyRegister] : [],
    kind: one.kind,
    name: one.name,
    status: one.status,
    lastConfirmedOn: one.lastConfirmedOn ?? (one.status === 'active' ? '2026-05-11' : '2025-04-20'),
    people: [
      ...one.owners.map((nationalId) => ({ nationalId, role: 'owner' as const })),
      ...one.managers.map((nationalId) => ({ nationalId, role: 'manager' as const })),
    ],
  }));
}
