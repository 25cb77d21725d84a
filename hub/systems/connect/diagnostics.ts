import type { Contract } from '@amanah/adapter-api';
import type { AdapterProcessInfo, ContractState, ExchangeSummary, SystemInfo } from '@amanah/plugin-api';
import { strToU8, zipSync } from 'fflate';
import { stringify } from 'yaml';
import { maskMessage } from '../exchanges/mask.ts';
import { Scrubber } from '../processes/scrubber.ts';

/** What is known of a system when somebody asks for help with it. */
export interface DiagnosticFacts {
  readonly info: SystemInfo;
  readonly definition: object;
  readonly contract: Contract | null;
  readonly contractState: ContractState | null;
  readonly exchanges: readonly ExchangeSummary[];
  readonly processes: readonly AdapterProcessInfo[];
  /** Writes that wait for a person. */
  readonly unknownWrites: number;
  readonly secrets: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, string>>;
  readonly madeAt: Date;
}

/**
 * What a vendor needs to help, as a zip: definition, state, contract, how the last calls ended. No message, no name of a person, no case; and no value of a
 * secret, also where somebody wrote one into the definition.
 */
export function diagnosticsZip(facts: DiagnosticFacts): Uint8Array {
  const scrubber = new Scrubber();
  scrubber.add(facts.secrets);
  const files = Object.entries(diagnosticFiles(facts)).map(([name, text]) => [name, [strToU8(scrubber.text(text, 'text')), { mtime: facts.madeAt }]] as const);
  return zipSync(Object.fromEntries(files) as never);
}

function diagnosticFiles({
  info,
  definition,
  contract,
  contractState,
  exchanges,
  processes,
  unknownWrites,
  versions,
  madeAt,
}: DiagnosticFacts): Readonly<Record<string, string>> {
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const { id, adapter, tier, state, reason, since, lastUpAt, medianMs, history, dependents, needsReview, maintenance, announced } = info;
  const why = reason == null ? null : withoutPeople(reason);
  return {
    'about.json': json({ system: id, madeAt: madeAt.toISOString(), versions }),
    'definition.yaml': withoutPeople(stringify(definition).replace(/:\/\/[^/@\s]+@/g, '://[secret]@')),
    'state.json': json({
      adapter,
      tier,
      state,
      reason: why,
      since,
      lastUpAt,
      medianMs,
      history,
      dependents,
      needsReview,
      maintenance,
      announced,
      unknownWrites,
    }),
    'contract.json': json({
      ...contractState,
      problems: contract?.problems ?? [],
      operations:
        contract?.operations.map(({ name, effect, idempotent, input, output, problems }) => ({ name, effect, idempotent, input, output, problems })) ?? [],
    }),
    'exchanges.json': json(
      exchanges.map(({ at, ms, operation, effect, outcome, attempts, requestId }) => ({ at, ms, operation, effect, outcome, attempts, requestId })),
    ),
    'processes.json': json(processes.filter(({ systems }) => systems.includes(id)).map(({ systems, ...one }) => ({ ...one, systems: systems.length }))),
  };
}

/** Numbers and addresses of people that stood in an example of the definition or in what the system last said. */
function withoutPeople(text: string): string {
  return maskMessage(text, 'text/plain');
}
