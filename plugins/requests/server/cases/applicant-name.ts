import { capacityName, type Bilingual, type Capacity, type Locale } from '@amanah/plugin-api';

/** Whom officials see as the applicant: the establishment or principal, else the person. */
export function applicantName({ person_name, capacity }: { readonly person_name: Bilingual; readonly capacity: Capacity }, language: Locale): string {
  return capacityName(capacity, language) ?? person_name[language];
}
