import { capacityName, type Actor, type Bilingual } from '@amanah/plugin-api';
import { messages } from './messages.ts';

const t = messages(import.meta.url);

/** In which role the person acts now, as the header shows it; a delegate is called one. */
export function capacityLabel({ capacity }: Actor, language: keyof Bilingual): string {
  const name = capacityName(capacity, language);
  if (name === null) return t(language, 'capacity.self');
  if (capacity.kind === 'agent' && capacity.client) return t(language, 'capacity.agentFor', { office: capacity.office.name[language], name });
  return capacity.kind === 'delegate' ? t(language, 'capacity.delegate', { name }) : name;
}
