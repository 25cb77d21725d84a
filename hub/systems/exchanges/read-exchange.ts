import { AmanahError } from '@amanah/errors';
import type { ExchangeMessage, ExchangeRecord, Queryable } from '@amanah/plugin-api';
import iconv from 'iconv-lite';
import type { ChainedRecord, MessageFacts } from './chain-line.ts';
import { maskMessage } from './mask.ts';
import { summaryOf } from './search.ts';

/** Most of a message that is shown, in characters. */
const shownCharacters = 200_000;

/** One exchange with both messages as text. @throws SYSTEMS_EXCHANGE_UNKNOWN */
export async function readExchange(db: Queryable, id: string, unmasked: boolean): Promise<ExchangeRecord> {
  const [row] = await db.query<{ body: string; previous: string; hash: string }>('SELECT body, previous, hash FROM hub.exchange WHERE id::text = $1', [id]);
  if (!row) throw new AmanahError('SYSTEMS_EXCHANGE_UNKNOWN', { detail: id });
  const record = JSON.parse(row.body) as ChainedRecord;
  const kept = await db.query<{ side: string; content: Buffer }>('SELECT side, content FROM hub.exchange_message WHERE exchange_id = $1', [record.id]);
  const contentOf = (side: string) => kept.find((one) => one.side === side)?.content ?? null;
  return {
    ...summaryOf(record),
    idempotencyKey: record.idempotencyKey,
    request: record.request && shown(record.request, contentOf('request'), unmasked),
    response: record.response && shown(record.response, contentOf('response'), unmasked),
    previousHash: row.previous,
    hash: row.hash,
  };
}

function shown(facts: MessageFacts, content: Buffer | null, unmasked: boolean): ExchangeMessage {
  const text = content && textOf(content, facts.contentType);
  const { contentType, bytes, sha256 } = facts;
  return { contentType, bytes, sha256, masked: !unmasked, text: text === null ? null : unmasked ? text : maskMessage(text, contentType) };
}

/** The text of a message in its own encoding; `null` for what is no text. */
function textOf(content: Buffer, contentType: string): string | null {
  if (!/json|xml|text|urlencoded|javascript|csv|sql|multipart|message/i.test(contentType)) return null;
  const named =
    /charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1] ?? /^<\?xml[^>]*encoding=["']([\w-]+)/.exec(content.subarray(0, 100).toString('latin1'))?.[1];
  const charset = named && iconv.encodingExists(named) ? named : 'utf-8';
  return iconv.decode(content, charset).slice(0, shownCharacters);
}
