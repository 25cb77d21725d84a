import { readFileSync } from 'node:fs';
import { AmanahError } from '@amanah/errors';
import { parse } from 'yaml';
import { z } from 'zod';
import type { DecisionWords, ProcedureWords, StateWords } from './procedure-words.ts';

const words = z.strictObject({ ar: z.string().min(1), en: z.string().min(1) });
const name = z.string().regex(/^[a-z][a-z0-9-]*$/);
const decision = z.strictObject({
  title: words,
  kind: z.enum(['positive', 'negative', 'neutral']),
  reasons: name.optional(),
  reasonsNeeded: z.boolean().default(true),
  note: z.enum(['required', 'optional']).default('optional'),
});
const reason = z.strictObject({ code: z.string().regex(/^[A-Z]{3}-\d{2}$/), title: words, systems: z.array(name).min(1).optional() });
const decisionFile = z.strictObject({ decisions: z.record(name, decision), reasons: z.record(name, z.array(reason).min(1)) });
const state = z.strictObject({
  title: words,
  tone: z.enum(['info', 'warn', 'success', 'danger']),
  holder: z.enum(['authority', 'applicant', 'external', 'nobody']),
  next: words,
});
const stateFile = z.strictObject({ states: z.record(name, state) });

/** What is read of the catalogue. */
const catalogue = z.looseObject({ services: z.array(z.looseObject({ id: z.string(), code: z.string(), system: z.string() })) });

type DecisionFile = z.infer<typeof decisionFile>;

/** Reads `decisions.yaml` and `states.yaml` of the configuration. @throws REQUESTS_CONFIG_INVALID naming file and entry */
export function readProcedureWords(configDir: URL): ProcedureWords {
  try {
    const text = (path: string) => readFileSync(new URL(path, configDir), 'utf8');
    const { services } = catalogue.parse(JSON.parse(text('services/catalogue.json')));
    const systems = new Map(services.flatMap(({ id, code, system }) => [[id, system] as const, [code, system] as const]));
    return procedureWords({ decisions: text('decisions.yaml'), states: text('states.yaml') }, (service) => systems.get(service));
  } catch (cause) {
    throw new AmanahError('REQUESTS_CONFIG_INVALID', { detail: `config/${(cause as Error).message}`, cause });
  }
}

/** The texts of `config/decisions.yaml` and `config/states.yaml`. */
export interface WordFiles {
  readonly decisions: string;
  readonly states: string;
}

/** The words that the texts hold; `systemOf` gives the system of the catalogue that a service belongs to. @throws Error naming file and entry */
export function procedureWords({ decisions, states }: WordFiles, systemOf: (service: string) => string | undefined): ProcedureWords {
  const decided = sound(decisionFile, decisions, 'decisions.yaml');
  const known = sound(stateFile, states, 'states.yaml');
  checkReasons(decided);
  const stateWords = new Map(Object.entries(known.states));
  const decisionWords = new Map(Object.entries(decided.decisions));
  return {
    states: [...stateWords.keys()],
    state: (id) => stateWords.get(id) ?? unknownState(id),
    decision(id, service): DecisionWords | undefined {
      const found = decisionWords.get(id);
      if (!found) return undefined;
      const { title, kind, note, reasons: catalogue, reasonsNeeded } = found;
      const system = systemOf(service);
      const reasons = (catalogue === undefined ? [] : (decided.reasons[catalogue] ?? []))
        .filter(({ systems }) => systems === undefined || (system !== undefined && systems.includes(system)))
        .map(({ code, title: words }) => ({ code, title: words }));
      return { title, kind, needsReasons: reasonsNeeded && reasons.length > 0, needsNote: note === 'required', reasons };
    },
  };
}

function sound<Schema extends z.ZodType>(schema: Schema, text: string, file: string): z.infer<Schema> {
  const read = schema.safeParse(parse(text));
  if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
  return read.data;
}

function checkReasons({ decisions, reasons }: DecisionFile): void {
  for (const [id, { reasons: catalogue }] of Object.entries(decisions))
    if (catalogue !== undefined && !Object.hasOwn(reasons, catalogue))
      throw new Error(`decisions.yaml: decisions.${id}.reasons: there is no catalogue ${catalogue}`);
  const codes = Object.values(reasons).flatMap((list) => list.map(({ code }) => code));
  const twice = codes.find((code, at) => codes.indexOf(code) !== at);
  if (twice !== undefined) throw new Error(`decisions.yaml: reasons: ${twice} stands there twice`);
}

/** A state of an earlier version, whose words are gone: its name is better than no page. */
const unknownState = (id: string): StateWords => ({ title: { ar: id, en: id }, tone: 'neutral', next: { ar: '', en: '' } });
