import type { Bilingual } from './actor.ts';
import type { MessageKey } from './manifest.ts';

/** What a person may do with one kind of data that a plugin keeps about them (rules.md F4, F5). */
interface PersonalDataActs {
  /** Unique in its plugin, such as `ratings`. */
  readonly name: string;
  /** How many records there are, and how many of them the person may have erased now. */
  count(personId: string): Promise<{ readonly count: number; readonly erasable: number }>;
  /** All of it as plain data, for the person's copy. */
  copy(personId: string): Promise<unknown>;
  /** Erases what may go and returns how many; left out where a law keeps everything. */
  erase?(personId: string): Promise<number>;
}

/** One kind of personal data that a plugin keeps, declared so that the person sees, copies and erases it with everything else. */
export interface PersonalDataKind extends PersonalDataActs {
  readonly title: MessageKey;
  /** What it is for, and on what legal basis (rules.md F2). */
  readonly purpose: MessageKey;
  /** Said where nothing may be erased. */
  readonly kept: MessageKey;
}

/** The same as the account's page gets it. */
export interface PluginPersonalData extends PersonalDataActs {
  readonly plugin: string;
  readonly title: Bilingual;
  readonly purpose: Bilingual;
  readonly kept: Bilingual;
}
