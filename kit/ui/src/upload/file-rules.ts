import { currentLanguage, gregorianLocale } from '../language.ts';
import { text } from '../text.ts';

const KILOBYTE = 1024;

/** A size in words: `2.4 MB`; one decimal at most. */
export function formatBytes(bytes: number): string {
  const amount = (divisor: number) => new Intl.NumberFormat(gregorianLocale(currentLanguage()), { maximumFractionDigits: 1 }).format(bytes / divisor);
  return bytes >= KILOBYTE ** 2 ? text('sizeMegabytes', { amount: amount(KILOBYTE ** 2) }) : text('sizeKilobytes', { amount: amount(KILOBYTE) });
}

/** Why a file may not be sent, in words; null when it may. `accept` holds file name endings such as `.pdf`. */
export function refusalOf(file: { readonly name: string; readonly size: number }, accept: readonly string[], maxBytes: number): string | null {
  const lower = file.name.toLowerCase();
  if (accept.length > 0 && !accept.some((ending) => lower.endsWith(ending.toLowerCase()))) return text('uploadWrongType', { types: typeNames(accept) });
  if (file.size > maxBytes) return text('uploadTooLarge', { size: formatBytes(maxBytes) });
  return null;
}

/** Endings as people say them: `PDF، JPG`. */
export function typeNames(accept: readonly string[]): string {
  return accept.map((ending) => ending.replace('.', '').toUpperCase()).join(currentLanguage() === 'ar' ? '، ' : ', ');
}
