import type { Queryable } from '@amanah/plugin-api';
import type { Cause, LicenceState, NewLicence } from '../../contract.ts';
import { noteChange, type ChangeKind } from './history.ts';
import { columns, licenceOf, type LicenceRow } from './licence-row.ts';

/** From which states a change is made, and which one it leads to; without one the state stays (shop-licence.md, section 6). */
const allowed: Readonly<Record<Exclude<ChangeKind, 'issued' | 'renewed'>, { readonly from: readonly LicenceState[]; readonly to?: LicenceState }>> = {
  amended: { from: ['valid'] },
  transferred: { from: ['valid'] },
  suspended: { from: ['valid', 'expired'], to: 'suspended' },
  lifted: { from: ['suspended'], to: 'valid' },
  cancelled: { from: ['valid', 'expired', 'suspended'], to: 'cancelled' },
  duplicated: { from: ['valid'] },
};

interface Change {
  readonly kind: keyof typeof allowed;
  readonly cause: Cause;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** Changes a licence and notes it. @returns why not: `unknown` in this register, or `not-changeable` in its state */
export async function changeLicence(
  tx: Queryable,
  { number, unit }: { readonly number: string; readonly unit: string },
  { kind, cause, values = {} }: Change,
): Promise<'unknown' | 'not-changeable' | { readonly reference: string }> {
  const [row] = await tx.query<LicenceRow>(`SELECT ${columns} FROM licence WHERE number = $1 AND unit = $2 FOR UPDATE`, [number, unit]);
  if (!row) return 'unknown';
  const { from, to } = allowed[kind];
  if (!from.includes(row.state)) return 'not-changeable';
  const written = { ...values, ...(to ? { state: to } : {}) };
  const names = Object.keys(written);
  if (names.length > 0) {
    const places = names.map((name, at) => `${name} = $${at + 2}`).join(', ');
    await tx.query(`UPDATE licence SET ${places} WHERE number = $1`, [number, ...Object.values(written)]);
  }
  await noteChange(tx, number, kind, cause, names.length > 0 ? licenceOf(row) : {});
  const [{ reference } = { reference: '' }] = await tx.query<{ reference: string }>(`SELECT 'C-' || nextval('change_reference') AS reference`);
  return { reference };
}

type Changes = Partial<Pick<NewLicence, 'shop' | 'activity' | 'areaM2' | 'signM2' | 'district' | 'street' | 'shortAddress'>>;

/** Columns of what an amendment changes. */
export function amendedColumns({ shop, activity, areaM2, signM2, district, street, shortAddress }: Changes): Readonly<Record<string, unknown>> {
  const values: Readonly<Record<string, unknown>> = {
    shop,
    activity_code: activity ? (activity.code ?? null) : undefined,
    activity_name: activity?.name,
    area_m2: areaM2,
    sign_m2: signM2,
    district,
    street,
    short_address: shortAddress,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
