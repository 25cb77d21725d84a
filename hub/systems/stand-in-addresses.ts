/** Looks up the address of a stand-in system of the demo by its name. */
export type StandInAddress = (name: string) => string | undefined;

const reference = /\$\{standIn:([\w-]+)\}/g;
/** Stands for the address of a stand-in that does not run, while the rest is checked. */
const nowhere = 'http://not-running.invalid';

/** A value with the address of each `${standIn:NAME}` in its strings, at any depth; `missing` names the first one that does not run. */
export function withStandIns(value: unknown, standIn: StandInAddress): { readonly value: unknown; readonly missing: string | undefined } {
  let missing: string | undefined;
  const filled = (one: unknown): unknown => {
    if (typeof one === 'string') {
      return one.replace(reference, (_whole, name: string) => {
        const address = standIn(name);
        if (address === undefined) missing ??= name;
        return address ?? nowhere;
      });
    }
    if (Array.isArray(one)) return one.map(filled);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, filled(inner)]));
  };
  return { value: filled(value), missing };
}
