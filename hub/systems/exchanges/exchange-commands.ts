import type { ExchangeFilter, ExchangeMessage, ExchangeRecord, ExchangeSummary } from '@amanah/plugin-api';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { OpenContext } from '../../cli/context.ts';
import { registerEvidence } from '../../cli/evidence-command.ts';
import { print } from '../../cli/print.ts';
import { withSystems } from '../with-systems.ts';

interface ListOptions extends Omit<ExchangeFilter, 'limit'> {
  readonly limit: number;
  readonly request?: string;
}

/** `amanah exchange list|show|export`, masked as the pages are. */
export function registerExchangeCommands(program: Command, open: OpenContext): void {
  const exchange = program.command('exchange').description('the record of calls between the hub and systems');
  exchange
    .command('list')
    .description('recorded calls, latest first')
    .option('--system <id>')
    .option('--operation <name>')
    .option('--person <who>', 'user name, national number or account of who called')
    .option('--case <number>', 'case that they belong to')
    .option('--request <id>', 'request that they were made for')
    .addOption(new Option('--outcome <outcome>').choices(['ok', 'failed', 'unknown']))
    .option('--from <moment>', 'not before, such as 2026-11-01 or 2026-11-01T08:00+03:00', moment)
    .option('--until <moment>', 'before', moment)
    .option('--before <number>', 'goes on from the oldest number seen', count)
    .option('--limit <number>', 'so many at most', count, 50)
    .action(({ request, ...filter }: ListOptions, command: Command) =>
      withSystems(open, async ({ exchanges }) => {
        const found = await exchanges.search({ ...filter, ...(request === undefined ? {} : { requestId: request }) });
        print(command, found, found.map(summaryLine));
      }),
    );
  exchange
    .command('show')
    .argument('<id>')
    .option('--unmasked', 'with personal data, which is itself recorded')
    .description('one recorded call with both messages; personal data is masked')
    .action((id: string, { unmasked = false }: { unmasked?: boolean }, command: Command) =>
      withSystems(open, async ({ exchanges }) => {
        const found = await exchanges.read(id, null, unmasked, 'command-line');
        print(command, found, recordLines(found));
      }),
    );
  registerEvidence(exchange.command('export'), open);
}

function summaryLine({ number, id, at, system, operation, effect, outcome, ms, actorName, case: caseNumber }: ExchangeSummary & { number: number }): string {
  return [number, id, at, system, operation, effect, outcome, `${ms} ms`, actorName?.en ?? '', caseNumber ?? ''].join('\t').trimEnd();
}

function recordLines(record: ExchangeRecord): readonly string[] {
  const facts: readonly (readonly [string, unknown])[] = [
    ['attempts', record.attempts],
    ['capacity', record.capacity],
    ['on behalf of', record.onBehalfOf?.en],
    ['plugin', record.plugin],
    ['request', record.requestId],
    ['key', record.idempotencyKey],
    ['hash', record.hash],
    ['previous hash', record.previousHash],
  ];
  return [
    summaryLine(record),
    ...facts.filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => `${name}\t${String(value)}`),
    ...messageLines('sent', record.request),
    ...messageLines('received', record.response),
  ];
}

function messageLines(side: string, message: ExchangeMessage | null): readonly string[] {
  if (!message) return [`${side}\tnothing`];
  return [`${side}\t${message.contentType}\t${message.bytes} bytes\tsha256 ${message.sha256}${message.masked ? '\tmasked' : ''}`, message.text ?? ''];
}

function moment(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('a date such as 2026-11-01, or a moment');
  return at.toISOString();
}

function count(text: string): number {
  if (!/^[1-9]\d{0,15}$/.test(text)) throw new InvalidArgumentError('a whole number');
  return Number(text);
}
