export type Language = 'ar' | 'en';

/** The language of the page, as the hub wrote it on `<html lang>`; Arabic where there is no document. */
export function currentLanguage(): Language {
  return globalThis.document?.documentElement.lang === 'en' ? 'en' : 'ar';
}

/** `rtl` for Arabic, `ltr` for English. */
export function directionOf(language: Language): 'rtl' | 'ltr' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** Locale of numbers and Gregorian dates. Calendar and digits are explicit: runtimes disagree on the defaults of ar-SA. */
export function gregorianLocale(language: Language): string {
  return `${language === 'ar' ? 'ar-SA' : 'en-GB'}-u-ca-gregory-nu-latn`;
}

/** Locale of Umm al-Qura dates, with Latin digits. */
export function hijriLocale(language: Language): string {
  return `${language === 'ar' ? 'ar-SA' : 'en-GB'}-u-ca-islamic-umalqura-nu-latn`;
}
