import { readdirSync, readFileSync } from 'node:fs';
import type { Procedure } from '../procedure/definition.ts';
import { readProcedure } from '../procedure/reading/read-procedure.ts';
import { readProcedureChoices, type ChosenFor, type ProcedureChoice } from '../server/procedure-choice.ts';

const config = new URL('../../../config/', import.meta.url);
const folder = new URL('../procedures/', import.meta.url);

/** The text of a file of this Amanah's own configuration. */
export const configText = (path: string): string => readFileSync(new URL(path, config), 'utf8');

/** All procedures by id. */
export async function configProcedures(): Promise<ReadonlyMap<string, Procedure>> {
  const procedures = new Map<string, Procedure>();
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.bpmn'))) {
    const read = await readProcedure(readFileSync(new URL(name, folder), 'utf8'));
    if ('refusals' in read) throw new Error(`${name}: ${JSON.stringify(read.refusals)}`);
    procedures.set(read.procedure.id, read.procedure);
  }
  return procedures;
}

/** The services of the catalogue as far as procedures are chosen for them. */
export const configServices = (): readonly (ChosenFor & { readonly system: string; readonly fee: { readonly basis: string } })[] =>
  (JSON.parse(configText('services/catalogue.json')) as { services: ReturnType<typeof configServices> }).services;

/** The procedures that the services run. */
export const configChoices = (procedures: ReadonlyMap<string, Procedure>): ReadonlyMap<string, ProcedureChoice> =>
  readProcedureChoices(configText('procedures.yaml'), configServices(), new Set(procedures.keys()));
