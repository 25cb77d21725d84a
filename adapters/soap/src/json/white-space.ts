/** Text as a type's white space rule wants it. */
export function normaliseSpace(text: string, rule: 'preserve' | 'replace' | 'collapse'): string {
  if (rule === 'preserve') return text;
  const replaced = text.replace(/[\t\n\r]/g, ' ');
  return rule === 'replace' ? replaced : replaced.replace(/ +/g, ' ').replace(/^ | $/g, '');
}
