export { DateField } from './date-field.tsx';
export type { DateFieldProps, CalendarChoice } from './date-field.tsx';
export { gregorianOf, hijriOf, FIRST_HIJRI_YEAR, LAST_HIJRI_YEAR } from './umm-al-qura.ts';
export type { HijriTriple } from './umm-al-qura.ts';
