import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { CatalogueService, FormLibrary } from '../../shared/forms/config-types.ts';
import { askedNames } from '../../shared/forms/asked.ts';
import { formOf } from '../../shared/forms/form-of.ts';
import type { Form, JsonSchema, Option } from '../../shared/forms/form-types.ts';
import { formFile, type FormFile } from './form-file.ts';

type Part = keyof FormFile;

/** Reads every YAML file of the folder as one library; a mistake is thrown with the file and the place in it. */
export function readFormLibrary(folder: string, municipalities: readonly Option[]): FormLibrary {
  const parts = formFile.parse({}) as Record<Part, Record<string, unknown>>;
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()) {
    const read = formFile.safeParse(parse(readFileSync(join(folder, file), 'utf8')));
    if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
    for (const part of Object.keys(parts) as Part[]) {
      for (const [name, value] of Object.entries(read.data[part])) {
        if (Object.hasOwn(parts[part], name)) throw new Error(`${file}: ${part} ${name} stands in another file already`);
        parts[part][name] = value;
      }
    }
  }
  return { ...(parts as unknown as Omit<FormLibrary, 'municipalities'>), municipalities };
}

/** What the organisation says of a unit, as far as forms need it. */
export interface Unit {
  readonly id: string;
  readonly type: string;
  readonly name: { readonly ar: string; readonly en: string };
  readonly location?: { readonly lat: number; readonly lng: number };
}

const MUNICIPAL = ['municipality', 'sub-municipality', 'village-cluster'];

/** Units that take requests, as options: every municipality of the organisation, with its place. */
export function municipalityOptions(units: readonly Unit[]): readonly Option[] {
  return units
    .filter(({ type }) => MUNICIPAL.includes(type))
    .map(({ id, name: { ar, en }, location }) => ({
      id,
      title: { ar, en },
      ...(location ? { at: { latitude: location.lat, longitude: location.lng } } : {}),
    }));
}

/** The form of a task, which officers fill and no card offers. */
export function taskFormOf(id: string, library: FormLibrary): Form {
  const name = library.tasks[id];
  if (!name) throw new Error(`no task is named ${id}`);
  return formOf({ id, code: id, name, requiredDocuments: [], prerequisites: [], audiences: [], fee: null }, library);
}

/** The forms of all services and tasks, by code; each is checked, so that a mistake is met at start and not by a person. */
export function allForms(services: readonly CatalogueService[], library: FormLibrary): ReadonlyMap<string, Form> {
  const forms = [...services.map((service) => formOf(service, library)), ...Object.keys(library.tasks).map((id) => taskFormOf(id, library))];
  forms.forEach(checkConditions);
  return new Map(forms.map((form) => [form.service, form]));
}

/** A condition may speak of earlier questions only: the later ones are not answered yet when it matters. */
function checkConditions(form: Form): void {
  const names = askedNames(form);
  for (const [at, name] of names.entries()) {
    const needs = Object.keys((form.ui[name]?.when?.['properties'] ?? {}) as JsonSchema);
    const wrong = needs.find((need) => !names.slice(0, at).includes(need));
    if (wrong) throw new Error(`form ${form.service}: ${name} depends on ${wrong}, which is not asked before it`);
  }
}
