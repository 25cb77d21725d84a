import type { ExchangeFilter, ExchangeSummary, Queryable } from '@amanah/plugin-api';
import type { ChainedRecord } from './chain-line.ts';

/** Outcomes by which a write may have been done or not. */
const unknownOutcome = 'SYSTEMS_OUTCOME_UNKNOWN';
const mostAtOnce = 500;

/** What the record shows of an exchange without its messages. */
export function summaryOf(record: ChainedRecord): ExchangeSummary & { readonly number: number } {
  const { number, id, at, ms, system, operation, effect, outcome, attempts, actor, plugin, requestId } = record;
  return {
    number,
    id,
    at,
    ms,
    system,
    operation,
    effect,
    outcome,
    attempts,
    actorName: actor?.name ?? null,
    capacity: actor?.capacity ?? null,
    onBehalfOf: actor?.onBehalfOf ?? null,
    case: record.case,
    plugin,
    requestId,
  };
}

/** Exchanges that fit, latest first. */
export async function searchExchanges(db: Queryable, filter: ExchangeFilter): Promise<readonly (ExchangeSummary & { readonly number: number })[]> {
  const wanted: string[] = [];
  const values: unknown[] = [];
  const need = (condition: string, value: unknown) => void wanted.push(condition.replaceAll('?', `$${values.push(value)}`));
  if (filter.system) need('system_id = ?', filter.system);
  if (filter.systems) need('system_id = ANY(?::text[])', filter.systems);
  if (filter.operation) need('operation = ?', filter.operation);
  if (filter.case) need('case_number = ?', filter.case);
  if (filter.requestId) need('request_id = ?', filter.requestId);
  // An array, not a join: so that the index by person is used.
  if (filter.person) need('person_id = ANY (ARRAY(SELECT id::text FROM hub.person WHERE username = ? OR national_id = ?) || ?::text)', filter.person);
  if (filter.from) need('at >= ?::timestamptz', filter.from);
  if (filter.until) need('at < ?::timestamptz', filter.until);
  if (filter.before !== undefined) need('number < ?', filter.before);
  if (filter.outcome === 'ok') wanted.push("outcome = 'ok'");
  if (filter.outcome === 'failed') wanted.push("outcome <> 'ok'");
  if (filter.outcome === 'unknown') need('outcome = ?', unknownOutcome);
  const where = wanted.length > 0 ? `WHERE ${wanted.join(' AND ')}` : '';
  const limit = Math.min(Math.max(1, filter.limit), mostAtOnce);
  const rows = await db.query<{ body: string }>(`SELECT body FROM hub.exchange ${where} ORDER BY number DESC LIMIT ${limit}`, values);
  return rows.map(({ body }) => summaryOf(JSON.parse(body) as ChainedRecord));
}
