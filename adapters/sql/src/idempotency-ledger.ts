import type { SqlConfig } from './config.ts';
import { SqlWriter } from './bound-sql.ts';
import type { Cell, Dialect, Session } from './dialects/dialect.ts';

type Ledger = NonNullable<SqlConfig['idempotency']>;

/** Its name quoted, the schema before a dot apart. */
export function ledgerTable({ table }: Ledger, dialect: Dialect): string {
  return table
    .split('.')
    .map((part) => dialect.quote(part))
    .join('.');
}

/** Leaves the key of a write in the open transaction; `false` when it is there already. Waits for another transaction that leaves the same. */
export async function takeKey(session: Session, dialect: Dialect, ledger: Ledger, key: string): Promise<boolean> {
  const writer = new SqlWriter(dialect);
  const text = `INSERT INTO ${ledgerTable(ledger, dialect)} (${dialect.quote(ledger.column)}) VALUES (${writer.add(key)})`;
  try {
    await session.run(writer.bound(text), () => true);
    return true;
  } catch (error) {
    if (dialect.fault(error)?.duplicate) return false;
    throw error;
  }
}

/** Keeps what a write answers beside its key, where the ledger has a column for it. */
export async function keepAnswer(session: Session, dialect: Dialect, ledger: Ledger, key: string, answer: object): Promise<void> {
  if (!ledger.answer) return;
  const writer = new SqlWriter(dialect);
  const set = `${dialect.quote(ledger.answer)} = ${writer.add(asciiJson(answer))}`;
  await session.run(writer.bound(`UPDATE ${ledgerTable(ledger, dialect)} SET ${set} WHERE ${dialect.quote(ledger.column)} = ${writer.add(key)}`), () => true);
}

/** What the first write with this key answered; empty where nothing was kept. */
export async function keptAnswer(session: Session, dialect: Dialect, ledger: Ledger, key: string): Promise<object> {
  if (!ledger.answer) return {};
  const writer = new SqlWriter(dialect);
  const text = `SELECT ${dialect.quote(ledger.answer)} FROM ${ledgerTable(ledger, dialect)} WHERE ${dialect.quote(ledger.column)} = ${writer.add(key)}`;
  let kept: Cell = null;
  await session.run(writer.bound(text), ([cell = null]) => {
    kept = cell;
    return true;
  });
  return kept === null ? {} : (JSON.parse(String(kept)) as object);
}

/** JSON that any character set of a column can hold. */
function asciiJson(value: object): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
