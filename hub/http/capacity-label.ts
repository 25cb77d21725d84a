import type { Actor, Bilingual } from '@amanah/plugin-api';
import { messages } from './messages.ts';

const t = messages(import.meta.url);

/** In which role the person acts now, as the header shows it. */
export function capacityLabel({ capacity }: Actor, language: 'ar' | 'en'): string {
  const named = (name: Bilingual) => name[language];
  switch (capacity.kind) {
    case 'self':
      return t(language, 'capacity.self');
    case 'owner':
    case 'manager':
      return named(capacity.establishment.name);
    case 'delegate':
      return t(language, 'capacity.delegate', { name: named(capacity.principal.name) });
    case 'official':
      return `${named(capacity.post)} · ${named(capacity.unitTitle)}`;
    case 'government':
      return named(capacity.body.name);
    case 'agent':
      return named(capacity.client?.name ?? capacity.office.name);
  }
}
