import { refusalOf, type Locale } from '@amanah/plugin-api';
import { licenceNumber, type Licence, type ListedLicence } from '../contract.ts';
import type { Context } from './context.ts';
import type { RegisterClient } from './register/own-register.ts';
import type { Municipality } from './register-config.ts';

/** A licence with the municipality whose register keeps it. */
export interface Located {
  readonly unit: string;
  readonly licence: Licence;
}

/** Longest wait for a register, in milliseconds. */
const deadlineMs = 8_000;

/** Who serves a unit at the stage of its roll-out. */
interface Serving {
  registerOf(unit: string): RegisterClient;
  frozenUntil(unit: string): Promise<string | null>;
  renewsOnly(unit: string): Promise<boolean>;
  justMoved(unit: string): Promise<boolean>;
}

/** The registers of all municipalities, whoever keeps each. */
export class Registers {
  readonly #ctx: Pick<Context, 'log'>;
  readonly municipalities: readonly Municipality[];
  readonly #serving: Serving;

  constructor(ctx: Pick<Context, 'log'>, municipalities: readonly Municipality[], serving: Serving) {
    this.#ctx = ctx;
    this.municipalities = municipalities;
    this.#serving = serving;
  }

  of(unit: string): RegisterClient {
    return this.#serving.registerOf(unit);
  }

  /** When the register of a unit takes changes again, in words; `null` while it takes them. */
  frozenUntil(unit: string): Promise<string | null> {
    return this.#serving.frozenUntil(unit);
  }

  /** Whether an older register keeps the licences of a unit: it renews them and does nothing else that is asked for in the portal. */
  renewsOnly(unit: string): Promise<boolean> {
    return this.#serving.renewsOnly(unit);
  }

  /** Whether the register of a unit has come into ours of late: its holders are told what they can do in the portal since then. */
  justMoved(unit: string): Promise<boolean> {
    return this.#serving.justMoved(unit);
  }

  /** A licence by its number, or by one that it had in an older register; `null` when no register has it. @throws what a register throws that did not answer */
  async locate(number: string, language: Locale = 'ar'): Promise<Located | null> {
    const isOwn = licenceNumber.safeParse(number).success;
    return (isOwn ? await this.#first((unit) => this.#found(unit, number, language)) : null) ?? this.#first((unit) => this.#byAlias(unit, number, language));
  }

  /** Licences of a person or an establishment in every register that answers, and the municipalities that did not. */
  async held({ nationalId, unifiedNumber }: { readonly nationalId: string | null; readonly unifiedNumber: string | null }, language: Locale) {
    const unasked: Municipality[] = [];
    const lists = await Promise.all(
      this.municipalities.map(async (municipality): Promise<readonly (ListedLicence & { readonly unit: string })[]> => {
        const register = this.of(municipality.unit);
        const options = { language, deadlineMs };
        try {
          const both = await Promise.all([
            nationalId === null ? [] : register.listByOwner({ nationalId }, options).then(({ licences }) => licences),
            unifiedNumber === null ? [] : this.#offered(register.listByEstablishment({ unifiedNumber }, options).then(({ licences }) => licences)),
          ]);
          const byNumber = new Map(both.flat().map((one) => [one.number, { ...one, unit: municipality.unit }]));
          return [...byNumber.values()];
        } catch (error) {
          this.#ctx.log.warn({ err: error, unit: municipality.unit }, 'a register could not be asked for the licences of somebody');
          unasked.push(municipality);
          return [];
        }
      }),
    );
    return { licences: lists.flat(), unasked };
  }

  /** An older register lists by the owner alone. */
  async #offered<T>(list: Promise<readonly T[]>): Promise<readonly T[]> {
    return list.catch((error: unknown) => {
      if (refusalOf(error) === 'not-offered') return [];
      throw error;
    });
  }

  async #found(unit: string, number: string, language: Locale): Promise<Located> {
    return { unit, licence: await this.of(unit).find({ number }, { language, deadlineMs }) };
  }

  async #byAlias(unit: string, alias: string, language: Locale): Promise<Located> {
    const { number } = await this.of(unit).numberOf({ alias }, { language, deadlineMs });
    return this.#found(unit, number, language);
  }

  /** The first municipality that has it. @throws what one threw that did not answer, when none has it */
  async #first(ask: (unit: string) => Promise<Located>): Promise<Located | null> {
    const failures: unknown[] = [];
    const answers = this.municipalities.map(({ unit }) =>
      ask(unit).catch((error: unknown) => {
        if (refusalOf(error) === null) failures.push(error);
        throw error;
      }),
    );
    try {
      return await Promise.any(answers);
    } catch {
      if (failures.length > 0) throw failures[0];
      return null;
    }
  }
}
