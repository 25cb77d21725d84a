import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { AmanahError } from '@amanah/errors';
import type { Bilingual } from '@amanah/plugin-api';
import { parse } from 'yaml';
import type { Quote } from '../../contract.ts';
import { ready, reckon, type ReadyVersion } from './reckon.ts';
import { categoryFile, tariffFile, type CategoryVersion } from './tariff-file.ts';

/** A tariff with its versions, the latest first. */
interface ReadyTariff {
  readonly id: string;
  readonly title: Bilingual;
  readonly services: readonly string[];
  readonly illustrative: boolean;
  readonly versions: readonly ReadyVersion[];
}

export interface TariffOfDay extends Omit<ReadyTariff, 'versions'> {
  readonly inForce: ReadyVersion;
}

/** Tariffs of `config/tariffs/`, read and checked once: by id, or by the service whose fee it is. */
export class TariffLibrary {
  readonly #tariffs: ReadonlyMap<string, ReadyTariff>;
  readonly #byService: ReadonlyMap<string, ReadyTariff>;
  readonly #categories: readonly CategoryVersion[];

  private constructor(tariffs: readonly ReadyTariff[], categories: readonly CategoryVersion[]) {
    this.#tariffs = new Map(tariffs.map((one) => [one.id, one]));
    this.#byService = new Map(tariffs.flatMap((one) => one.services.map((code) => [code, one] as const)));
    this.#categories = categories;
  }

  /** @throws Error that names file, tariff and line */
  static read(folder: URL): TariffLibrary {
    if (!existsSync(folder)) return new TariffLibrary([], []);
    const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    const tariffs = files.flatMap((name) => tariffsOf(name, readFileSync(new URL(name, folder), 'utf8')));
    const twice = tariffs.flatMap(({ id, services }) => [id, ...services]).find((one, at, all) => all.indexOf(one) !== at);
    if (twice !== undefined) throw new Error(`config/tariffs: "${twice}" has two tariffs`);
    const categories = categoryFile.parse(parse(readFileSync(new URL('tables/categories.yaml', folder), 'utf8')));
    return new TariffLibrary(tariffs, latestFirst(categories.versions));
  }

  /** Whether a tariff has this id, or is that of the service of this code. */
  has(asked: string): boolean {
    return this.#tariffs.has(asked) || this.#byService.has(asked);
  }

  /** The tariff of an id or service code, as it is in force on a day. @throws PAYMENTS_TARIFF_UNKNOWN */
  find(asked: string, day: string): TariffOfDay {
    const tariff = this.#tariffs.get(asked) ?? this.#byService.get(asked);
    const inForce = tariff?.versions.find(({ version }) => version.from <= day && (version.until === undefined || day <= version.until));
    if (!tariff || !inForce) throw new AmanahError('PAYMENTS_TARIFF_UNKNOWN', { params: { tariff: asked }, detail: `${asked} on ${day}` });
    return { ...tariff, inForce };
  }

  /** @throws PAYMENTS_TARIFF_UNKNOWN, PAYMENTS_FIGURE_MISSING, PAYMENTS_FIGURE_INVALID */
  quote(asked: string, figures: Readonly<Record<string, unknown>>, day: string): Quote {
    const { id, inForce } = this.find(asked, day);
    const categories = this.#categories.find(({ from }) => from <= day);
    if (!categories) throw new AmanahError('PAYMENTS_TARIFF_UNKNOWN', { params: { tariff: asked }, detail: `no categories on ${day}` });
    return reckon(id, inForce, figures, categories);
  }
}

function tariffsOf(file: string, text: string): readonly ReadyTariff[] {
  try {
    const { tariffs } = tariffFile.parse(parse(text));
    return Object.entries(tariffs).map(([id, { versions, ...tariff }]) => ({ id, ...tariff, versions: latestFirst(versions).map(readyOf(id)) }));
  } catch (error) {
    throw new Error(`config/tariffs/${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

const readyOf =
  (id: string) =>
  (version: Parameters<typeof ready>[0]): ReadyVersion => {
    try {
      return ready(version);
    } catch (error) {
      throw new Error(`${id} from ${version.from}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  };

const latestFirst = <T extends { readonly from: string }>(versions: readonly T[]): readonly T[] =>
  versions.toSorted((one, other) => (one.from < other.from ? 1 : -1));
