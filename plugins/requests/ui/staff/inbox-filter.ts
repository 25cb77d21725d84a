import type { InboxFilter } from '../../shared/answers/staff-answers.ts';

export const wholeInbox: InboxFilter = { who: 'all', sort: 'due' };

const oneOf = <Value extends string>(value: string | null, values: readonly Value[]): Value | undefined => values.find((one) => one === value);

/** The filter that an address carries; what it does not know is left out. */
export function filterOfAddress(search: string): InboxFilter {
  const query = new URLSearchParams(search);
  const [service, unit, due] = [query.get('service'), query.get('unit'), oneOf(query.get('due'), ['late', 'soon'])];
  return {
    who: oneOf(query.get('who'), ['all', 'mine', 'free']) ?? 'all',
    sort: oneOf(query.get('sort'), ['due', 'opened']) ?? 'due',
    ...(service ? { service } : {}),
    ...(unit ? { unit } : {}),
    ...(due ? { due } : {}),
  };
}

/** The same as an address; only what differs from the whole inbox. */
export function addressOf(filter: InboxFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined && value !== wholeInbox[name as keyof InboxFilter]) query.set(name, value);
  const text = query.toString();
  return text ? `?${text}` : '';
}

export function isWhole(filter: InboxFilter): boolean {
  return addressOf({ ...filter, sort: 'due' }) === '';
}
