import type { Bilingual, Capacity } from './actor.ts';

/** On whose behalf, or in which post, a capacity acts, in words; `null` for oneself. An agent is named by the client, or by the office where no client is chosen. */
export function capacityName(capacity: Capacity, language: keyof Bilingual): string | null {
  switch (capacity.kind) {
    case 'self':
      return null;
    case 'owner':
    case 'manager':
      return capacity.establishment.name[language];
    case 'delegate':
      return capacity.principal.name[language];
    case 'official':
      return `${capacity.post[language]} · ${capacity.unitTitle[language]}`;
    case 'government':
      return capacity.body.name[language];
    case 'agent':
      return (capacity.client ?? capacity.office).name[language];
  }
}
