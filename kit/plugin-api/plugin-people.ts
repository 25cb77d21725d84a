import type { Bilingual } from './actor.ts';

/** Where a person is reached outside the portal. */
export interface PersonContact {
  readonly name: Bilingual;
  readonly email: string | null;
  /** International form: `+9665…`. */
  readonly mobile: string | null;
}

/** What the hub knows of persons, as far as the plugin's manifest names it in `personal`. */
export interface PluginPeople {
  /** National or residence number; `null` for accounts without one. @throws HOST_PERSONAL_UNDECLARED */
  nationalIdOf(personId: string): Promise<string | null>;
  /** Name, e-mail and mobile number as they stand now; `null` for an account that is no more. @throws HOST_PERSONAL_UNDECLARED */
  contactOf(personId: string): Promise<PersonContact | null>;
  /** Accounts known by exactly this user name, national number, e-mail or mobile number. @throws HOST_PERSONAL_UNDECLARED */
  knownAs(mark: string): Promise<readonly string[]>;
}
