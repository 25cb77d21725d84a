import type { Secret } from '../config/secret.ts';
import type { Queryable } from '../store/contract.ts';
import { asciiDigits } from './digits.ts';
import { maskedEmail, takeEmailCode } from './email-codes.ts';
import { recoveryCodesOf, takeRecoveryCode } from './recovery-codes.ts';
import { takeTotp } from './totp.ts';

/** The kinds of code that may follow a password. */
export const codeMethods = ['totp', 'email', 'recovery-code'] as const;
export type CodeMethod = (typeof codeMethods)[number];

/** By which codes a person can prove who they are now, the usual one first. */
export interface CodesOf {
  readonly methods: readonly CodeMethod[];
  /** Where a code goes by mail, for showing. */
  readonly maskedEmail: string | null;
}

/** Which codes this person can give at this moment; none for an unknown person. */
export async function codesOf(db: Queryable, personId: string): Promise<CodesOf> {
  const [person] = await db.query<{ email: string | null; second_factor: string; totp: boolean }>(
    `SELECT email, second_factor, EXISTS (SELECT 1 FROM hub.factor f WHERE f.person_id = p.id AND f.kind = 'totp') AS totp FROM hub.person p WHERE id = $1`,
    [personId],
  );
  const byEmail = person?.second_factor === 'email' && person.email !== null;
  const recovery = await recoveryCodesOf(db, personId);
  return {
    methods: [
      ...(person?.totp ? ['totp' as const] : []),
      ...(byEmail ? ['email' as const] : []),
      ...(recovery && recovery.left > 0 ? ['recovery-code' as const] : []),
    ],
    maskedEmail: byEmail ? maskedEmail(person.email ?? '') : null,
  };
}

/** Takes one code of a person: each works once. `binding` is the attempt or session an e-mailed code was sent for. */
export async function takeCode(
  db: Queryable,
  key: Secret,
  { personId, method, code, binding }: { personId: string; method: CodeMethod; code: string; binding: string },
): Promise<boolean> {
  if (method === 'recovery-code') return takeRecoveryCode(db, key, personId, code);
  const digits = asciiDigits(code);
  return method === 'email' ? takeEmailCode(db, key, personId, binding, digits) : takeTotp(db, key, personId, digits);
}

/** The method a form names, when the person has it; else their usual one. */
export function methodAsked(asked: unknown, { methods }: CodesOf): CodeMethod | null {
  return methods.find((method) => method === asked) ?? methods[0] ?? null;
}
