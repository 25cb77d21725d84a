import { parse } from 'yaml';
import { z } from 'zod';
import { isDuration } from '../procedure/duration.ts';

/** Whose unit decides a request: the municipality that the form asks for, that of the record it is about, or the service's owner. */
export type DecidedBy = 'municipality' | 'record' | 'owner';

/** What comes of a request that is granted. */
export type Issued = 'licence' | 'permit' | 'certificate' | 'decision' | 'delegation' | 'answer' | 'appointment';

/** How long what is issued is valid: a time, or by an answer of the form, a number of years or a day. */
export type Validity = { readonly for: string } | { readonly yearsIn: string } | { readonly untilIn: string };

/** The procedure of a service with what it is given. */
export interface ProcedureChoice {
  /** Id of the service. */
  readonly service: string;
  readonly code: string;
  readonly procedure: string;
  readonly decidedBy: DecidedBy;
  /** The service's owner; it decides where nothing else says who does. */
  readonly owner: string;
  /** Tariff of `config/tariffs`; `null` where the service is free. */
  readonly tariff: string | null;
  readonly issues: Issued;
  readonly validity: Validity | null;
  /** The time that the catalogue promises: ISO 8601, days are working days. */
  readonly sla: string;
  /** Steps of the applicant that the form which was sent does already, once each, with the decision that it stands for. */
  readonly filled: Readonly<Record<string, true | string>>;
  /** Offices that do steps of the procedure: the answer that names one by its unified number, by the role of the lane. */
  readonly offices: Readonly<Record<string, string>>;
  /** What the request knows from the start: answers to the procedure's questions, and its time limits as `terms`. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A service as far as the choice needs it; the catalogue's own words. */
export interface ChosenFor {
  readonly id: string;
  readonly code: string;
  readonly class: string;
  readonly duration: string;
  readonly owner: { readonly unit: string };
}

const duration = z.string().refine(isDuration, 'is no ISO 8601 duration, such as P14D');
const slug = z.string().regex(/^[a-z][a-z0-9-]*$/);
const answer = z.string().regex(/^[a-z][A-Za-z0-9]*$/);
const terms = z.record(answer, duration);
const entry = z.strictObject({
  procedure: slug,
  unit: z.enum(['municipality', 'record', 'owner']),
  issues: z.enum(['licence', 'permit', 'certificate', 'decision', 'delegation', 'answer', 'appointment']),
  tariff: slug.optional(),
  validity: z.union([z.strictObject({ for: duration }), z.strictObject({ yearsIn: answer }), z.strictObject({ untilIn: answer })]).optional(),
  filled: z.record(z.string().regex(/^[A-Za-z]\w*$/), z.union([z.literal(true), slug])).default({}),
  offices: z.record(slug, answer).default({}),
  facts: z.record(answer, z.union([z.boolean(), z.string(), z.number()])).default({}),
  terms: terms.default({}),
});
const internal = z.strictObject({ code: z.string(), owner: slug, duration, title: z.strictObject({ ar: z.string(), en: z.string() }) });
const file = z.strictObject({ terms, services: z.record(slug, entry), internal: z.record(slug, internal).default({}) });

/** What officials open and nobody asks for, such as an inspection: it stands among requests under a code and a name of its own. */
export type InternalService = z.infer<typeof internal>;

/** The internal ones of `config/procedures.yaml`, by procedure. @throws Error naming the entry */
export function readInternalServices(text: string): ReadonlyMap<string, InternalService> {
  return new Map(Object.entries(z.looseObject({ internal: z.record(slug, internal).default({}) }).parse(parse(text)).internal));
}

/**
 * Reads `config/procedures.yaml`: a choice for each service that takes requests, by code.
 * @throws Error naming the entry: one that is wrong, of a service or procedure that is not there, of a service that takes no requests, or one that is missing
 */
export function readProcedureChoices(text: string, services: readonly ChosenFor[], procedures: ReadonlySet<string>): ReadonlyMap<string, ProcedureChoice> {
  const read = file.safeParse(parse(text));
  if (!read.success) throw new Error(z.prettifyError(read.error));
  const entries = new Map(Object.entries(read.data.services));
  const choices = new Map<string, ProcedureChoice>();
  for (const service of services) {
    const chosen = entries.get(service.id);
    entries.delete(service.id);
    if (service.class === 'informational') {
      if (chosen) throw new Error(`services.${service.id}: the service is informational and takes no requests`);
      continue;
    }
    if (!chosen) throw new Error(`services.${service.id}: ${service.code} has no procedure`);
    const { procedure, unit, tariff = null, validity = null, issues } = chosen;
    if (!procedures.has(procedure)) throw new Error(`services.${service.id}.procedure: there is no procedure ${procedure}`);
    const facts = { ...chosen.facts, terms: { ...read.data.terms, ...chosen.terms } };
    const { id, code, duration: sla, owner } = service;
    choices.set(code, {
      service: id,
      code,
      procedure,
      decidedBy: unit,
      owner: owner.unit,
      tariff,
      issues,
      validity,
      sla,
      filled: chosen.filled,
      offices: chosen.offices,
      facts,
    });
  }
  const [unknown] = entries.keys();
  if (unknown !== undefined) throw new Error(`services.${unknown}: the catalogue has no such service`);
  return choices;
}
