import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import type { CatalogueService } from '../shared/forms/config-types.ts';
import type { Form } from '../shared/forms/form-types.ts';
import { readInternalServices, type InternalService } from './procedure-choice.ts';
import { allForms, municipalityOptions, readFormLibrary, type Unit } from './forms/form-library.ts';

const words = z.object({ ar: z.string(), en: z.string() });
const catalogue = z.object({
  services: z.array(
    z.looseObject({
      id: z.string(),
      code: z.string(),
      system: z.string(),
      name: words,
      class: z.enum(['informational', 'interactive', 'procedural', 'integrative']),
      audiences: z.array(z.enum(['individuals', 'business', 'government'])),
      owner: z.looseObject({ unit: z.string() }),
      duration: z.string(),
      wave: z.number(),
    }),
  ),
});

/** A service of the catalogue as far as requests need it. */
export type Service = z.infer<typeof catalogue>['services'][number];

/** The services with their forms, and the forms of tasks. */
export interface ServiceDirectory {
  /** By code. */
  readonly services: ReadonlyMap<string, Service>;
  /** By the code of the service, or the id of the task. */
  readonly forms: ReadonlyMap<string, Form>;
  /** @throws REQUESTS_SERVICE_UNKNOWN */
  service(code: string): Service;
  /** @throws REQUESTS_SERVICE_UNKNOWN */
  form(code: string): Form;
}

/** Reads catalogue, organisation and forms of the configuration. @throws REQUESTS_CONFIG_INVALID naming file and place of a mistake */
export function readServiceDirectory(configDir: URL): ServiceDirectory {
  const read = <T>(path: string, work: (text: string) => T): T => {
    try {
      return work(readFileSync(new URL(path, configDir), 'utf8'));
    } catch (cause) {
      throw new AmanahError('REQUESTS_CONFIG_INVALID', { detail: `config/${path}: ${(cause as Error).message}`, cause });
    }
  };
  const { services } = read('services/catalogue.json', (text) => catalogue.parse(JSON.parse(text)));
  const { units } = read('organisation.json', (text) => JSON.parse(text) as { units: readonly Unit[] });
  const forms = formsOf(configDir, units, services as unknown as readonly CatalogueService[]);
  const internal = read('procedures.yaml', readInternalServices);
  const byCode = new Map([...services, ...[...internal].map(([id, one]) => internalService(id, one))].map((service) => [service.code, service]));
  return {
    services: byCode,
    forms,
    service: (code) => found(byCode.get(code), code),
    form: (code) => found(forms.get(code), code),
  };
}

/** Of no class that takes requests: no card, no form, no draft. */
function internalService(id: string, { code, owner, duration, title }: InternalService): Service {
  return { id, code, system: id, name: title, class: 'informational', audiences: [], owner: { unit: owner }, duration, wave: 0 };
}

function formsOf(configDir: URL, units: readonly Unit[], services: readonly CatalogueService[]): ReadonlyMap<string, Form> {
  try {
    const library = readFormLibrary(fileURLToPath(new URL('forms/', configDir)), municipalityOptions(units));
    return allForms(
      services.filter(({ id }) => Object.hasOwn(library.services, id)),
      library,
    );
  } catch (cause) {
    throw new AmanahError('REQUESTS_CONFIG_INVALID', { detail: `config/forms: ${(cause as Error).message}`, cause });
  }
}

function found<T>(value: T | undefined, code: string): T {
  if (value === undefined) throw new AmanahError('REQUESTS_SERVICE_UNKNOWN', { detail: code });
  return value;
}
