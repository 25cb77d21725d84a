import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CatalogueService, FormLibrary } from '../shared/forms/config-types.ts';
import { allForms, municipalityOptions, readFormLibrary, type Unit } from '../server/forms/form-library.ts';
import type { Form } from '../shared/forms/form-types.ts';

const config = (path: string) => fileURLToPath(new URL(`../../../config/${path}`, import.meta.url));
const json = (path: string): unknown => JSON.parse(readFileSync(config(path), 'utf8'));

interface ConfigForms {
  readonly services: readonly (CatalogueService & { readonly class: string })[];
  readonly library: FormLibrary;
  readonly forms: ReadonlyMap<string, Form>;
}

/** The forms of this Amanah's own configuration. */
export function configForms(): ConfigForms {
  const { units } = json('organisation.json') as { units: readonly Unit[] };
  const { services } = json('services/catalogue.json') as { services: ConfigForms['services'] };
  const library = readFormLibrary(config('forms'), municipalityOptions(units));
  return { services, library, forms: allForms(services, library) };
}
