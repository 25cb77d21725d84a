import { AmanahError } from '@amanah/errors';
import type { Actor, DataHeld, PersonalDataAdmin, PluginPersonalData } from '@amanah/plugin-api';
import type { HeldAnswer } from '../shared/answers.ts';

type Held = HeldAnswer['held'][number];

/** Who holds data about people: the hub itself, and the plugins that run. */
export interface DataHolders {
  readonly identity: Pick<PersonalDataAdmin, 'dataHeld' | 'exportPerson' | 'eraseData'>;
  readonly plugins: () => readonly PluginPersonalData[];
  /** Words of the hub's own categories, by key. */
  readonly words: (key: string) => string;
}

const categoryOf = ({ plugin, name }: PluginPersonalData) => `${plugin}/${name}`;

/** Every kind of data held about a person. A plugin that fails is named with nothing counted; the others stand. */
export async function heldData({ identity, plugins, words }: DataHolders, personId: string, language: 'ar' | 'en'): Promise<Held[]> {
  const own = (await identity.dataHeld(personId)).map(({ category, count, erasable }) => ({
    category,
    title: words(`data_${category}`),
    purpose: words(`dataWhy_${category}`),
    kept: words(`dataKept_${category}`),
    count,
    erasable,
  }));
  const theirs = plugins().map(async (kind): Promise<Held> => {
    const counted = await kind.count(personId).catch(() => ({ count: null, erasable: 0 }));
    const erasable = kind.erase ? counted.erasable : 0;
    return {
      category: categoryOf(kind),
      title: kind.title[language],
      purpose: kind.purpose[language],
      kept: kind.kept[language],
      count: counted.count,
      erasable,
    };
  });
  return [...own, ...(await Promise.all(theirs))];
}

/** Everything held about a person as plain data; `unavailable` names what could not be read now, so that nobody takes the copy for whole. */
export async function copyOfData({ identity, plugins }: DataHolders, personId: string): Promise<Record<string, unknown>> {
  const copies = await Promise.all(
    plugins().map((kind) =>
      kind.copy(personId).then(
        (data) => ({ kind, data, failed: false }),
        () => ({ kind, data: null, failed: true }),
      ),
    ),
  );
  const held: Record<string, unknown> = {};
  for (const { kind, data, failed } of copies) if (!failed) held[categoryOf(kind)] = data;
  return { ...(await identity.exportPerson(personId)), plugins: held, unavailable: copies.filter(({ failed }) => failed).map(({ kind }) => categoryOf(kind)) };
}

/** Erases what of one kind may go; returns how many. @throws HTTP_NOT_FOUND for a kind that nobody holds */
export async function eraseData(
  { identity, plugins }: DataHolders,
  category: string,
  { actor, requestId }: { readonly actor: Actor; readonly requestId: string },
  record: (erased: number) => Promise<void>,
): Promise<number> {
  const own = await identity.dataHeld(actor.person.id);
  const known = own.find((one) => one.category === category);
  if (known) return identity.eraseData(actor, known.category satisfies DataHeld['category'], requestId);
  const kind = plugins().find((one) => categoryOf(one) === category);
  if (!kind?.erase) throw new AmanahError('HTTP_NOT_FOUND');
  const erased = await kind.erase(actor.person.id);
  await record(erased);
  return erased;
}
