import type { WrittenLicence } from '../../contract.ts';
import { dayOfText } from './legacy-day.ts';
import type { RolloutRules } from './rollout-rules.ts';

/** Why a row of an older register is not taken. */
const badReasons = [
  'number-odd',
  'number-repeated',
  'number-taken',
  'shop-missing',
  'shop-too-long',
  'owner-missing',
  'owner-wrong',
  'owner-name-missing',
  'establishment-missing',
  'unified-number-wrong',
  'activity-unknown',
  'district-missing',
  'address-wrong',
  'place-held',
  'area-wrong',
  'sign-wrong',
  'issued-impossible',
  'expires-impossible',
  'expires-before-issued',
  'state-unknown',
] as const;
export type BadReason = (typeof badReasons)[number];

/** What a row that is taken lacks, to be completed when its licence is renewed. */
export type RowNote = 'unified-number-missing' | 'address-missing' | 'activity-by-text';

/** A row in our words, in one form whichever register it came from. */
export interface TakenRow {
  readonly number: string;
  readonly shop: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly register: string | null;
  readonly unifiedNumber: string | null;
  readonly activityCode: string;
  readonly activityName: string;
  readonly district: string;
  readonly street: string | null;
  readonly shortAddress: string | null;
  readonly areaM2: number;
  readonly signM2: number;
  readonly issuedOn: string;
  readonly validUntil: string;
  readonly state: 'valid' | 'suspended' | 'cancelled';
}

export type CheckedRow =
  | { readonly taken: TakenRow; readonly reasons: readonly []; readonly notes: readonly RowNote[] }
  | { readonly taken: null; readonly reasons: readonly BadReason[] };

const latin = (text: string) => text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
const said = (text: string | null | undefined): string | null => text?.normalize('NFC').replace(/\s+/g, ' ').trim() || null;
const measure = (text: string | null): number | null => (text !== null && /^\d{1,6}(\.\d{1,4})?$/.test(text) ? Math.round(Number(text) * 100) / 100 : null);

/** First digit 1 or 2, and a check digit that fits (Luhn). */
function isNationalId(text: string): boolean {
  if (!/^[12]\d{9}$/.test(text)) return false;
  const sum = [...text].map(Number).reduce((total, digit, at) => total + (at % 2 === 1 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0;
}

/** Looks at one row by itself: every reason why it cannot be taken, or what it is in our words. */
export function checkRow(row: WrittenLicence, rules: RolloutRules): CheckedRow {
  const digits = (text: string | null | undefined) => latin(said(text) ?? '') || null;
  const [number, ownerId, unifiedNumber, register] = [digits(row.number), digits(row.ownerId), digits(row.unifiedNumber), digits(row.register)];
  const [shop, ownerName, district, street] = [said(row.shop), said(row.ownerName), said(row.district), said(row.street)];
  const activityName = said(row.activityName) ?? said(row.activityCode);
  const activityCode = rules.activityCode(digits(row.activityCode), said(row.activityName));
  const shortAddress = said(row.shortAddress)?.toUpperCase() ?? null;
  const [areaM2, signM2] = [measure(digits(row.areaM2)), measure(digits(row.signM2))];
  const [issuedOn, validUntil] = [dayOfText(row.issued ?? ''), dayOfText(row.expires ?? '')];
  const state = rules.states[digits(row.state) ?? ''];
  const reasons = (
    [
      ['number-odd', !/^\d{11}$/.test(number ?? '')],
      ['shop-missing', shop === null],
      ['shop-too-long', shop !== null && [...shop].length > rules.longestName],
      ['owner-missing', ownerId === null],
      ['owner-wrong', ownerId !== null && !isNationalId(ownerId)],
      ['owner-name-missing', ownerName === null],
      ['establishment-missing', unifiedNumber === null && register === null],
      ['unified-number-wrong', unifiedNumber !== null && !/^7\d{9}$/.test(unifiedNumber)],
      ['activity-unknown', activityCode === null],
      ['district-missing', district === null],
      ['address-wrong', shortAddress !== null && !/^[A-Z]{4}\d{4}$/.test(shortAddress)],
      ['area-wrong', areaM2 === null || areaM2 === 0],
      ['sign-wrong', signM2 === null],
      ['issued-impossible', issuedOn === null],
      ['expires-impossible', validUntil === null],
      ['expires-before-issued', issuedOn !== null && validUntil !== null && validUntil < issuedOn],
      ['state-unknown', state === undefined],
    ] as const
  ).flatMap(([reason, wrong]) => (wrong ? [reason] : []));
  if (reasons.length > 0) return { taken: null, reasons };
  const taken = {
    number,
    shop,
    ownerId,
    ownerName,
    register,
    unifiedNumber,
    activityCode,
    activityName,
    district,
    street,
    shortAddress,
    areaM2,
    signM2,
    issuedOn,
    validUntil,
  };
  const notes = (
    [
      ['unified-number-missing', unifiedNumber === null],
      ['address-missing', shortAddress === null],
      ['activity-by-text', activityCode !== digits(row.activityCode)],
    ] as const
  ).flatMap(([note, so]) => (so ? [note] : []));
  // What has passed its last day is expired by itself; no state of that name is stored.
  return { taken: { ...taken, state: state === 'expired' ? 'valid' : state } as TakenRow, reasons: [], notes };
}
