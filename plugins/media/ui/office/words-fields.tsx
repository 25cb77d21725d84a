import { TextArea, TextField } from '@amanah/ui/fields';
import type { OfficeProgramme } from '../../shared/programme.ts';
import { t } from './messages.ts';

export type Words = Pick<OfficeProgramme, 'title' | 'about'>;

interface WordsFieldsProps {
  readonly words: Words;
  /** Titles that are missing are marked. */
  readonly tried: boolean;
  readonly readOnly?: boolean;
  readonly onChange: (words: Words) => void;
}

/** Title and text in both languages, each in its direction, side by side where there is room. */
export function WordsFields({ words: { title, about }, tried, readOnly = false, onChange }: WordsFieldsProps) {
  return (
    <div className="mo-languages">
      {(['ar', 'en'] as const).map((language) => (
        <section key={language} className="mo-panel" dir={language === 'ar' ? 'rtl' : 'ltr'} aria-label={t(language === 'ar' ? 'inArabic' : 'inEnglish')}>
          <h2>{t(language === 'ar' ? 'inArabic' : 'inEnglish')}</h2>
          <div lang={language}>
            <TextField
              label={t('fieldTitle')}
              value={title[language]}
              maxLength={160}
              readOnly={readOnly}
              error={tried && !title[language].trim() ? t('titleMissing') : undefined}
              onChange={(value) => onChange({ about, title: { ...title, [language]: value } })}
            />
          </div>
          <div lang={language}>
            <TextArea
              label={t('fieldAbout')}
              value={about[language]}
              rows={4}
              maxLength={2_000}
              readOnly={readOnly}
              onChange={(value) => onChange({ title, about: { ...about, [language]: value } })}
            />
          </div>
        </section>
      ))}
    </div>
  );
}

export function areComplete({ title }: Words): boolean {
  return title.ar.trim() !== '' && title.en.trim() !== '';
}
