import { TextField } from '@amanah/ui/fields';
import { t } from './messages.ts';

export interface BothTitles {
  readonly ar: string;
  readonly en: string;
}

interface TitlePairProps {
  readonly title: BothTitles;
  /** Titles that are missing are marked. */
  readonly tried: boolean;
  readonly onChange: (title: BothTitles) => void;
}

/** A title in both languages, for dialogs. */
export function TitlePair({ title, tried, onChange }: TitlePairProps) {
  return (['ar', 'en'] as const).map((language) => (
    <TextField
      key={language}
      label={t(language === 'ar' ? 'titleArabic' : 'titleEnglish')}
      value={title[language]}
      maxLength={160}
      error={tried && !title[language].trim() ? t('titleMissing') : undefined}
      onChange={(value) => onChange({ ...title, [language]: value })}
    />
  ));
}
