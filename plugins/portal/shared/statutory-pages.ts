/** Names of the pages that the rules for government portals ask for, in the order of the footer: `/pages/<name>`, text in `config/content/`. */
export const statutoryPages = [
  'service-level',
  'privacy',
  'terms',
  'accessibility',
  'cookies',
  'open-data',
  'e-participation',
  'intellectual-property',
  'faq',
  'contact',
] as const;
