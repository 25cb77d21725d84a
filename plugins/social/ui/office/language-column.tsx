import { TextArea, TextField } from '@amanah/ui/fields';
import type { NewsContent } from '../../shared/news.ts';
import type { NewsAtWork } from '../../shared/news-answers.ts';
import { t } from '../messages.ts';
import { RichTextField } from '../editor/rich-text-field.tsx';

interface LanguageColumnProps {
  readonly language: 'ar' | 'en';
  readonly item: string;
  readonly content: NewsContent;
  readonly pictures: NewsAtWork['pictures'];
  readonly sites: readonly string[];
  readonly readOnly: boolean;
  readonly onChange: (part: Partial<NewsContent>) => void;
  readonly onPicture: (picture: NewsAtWork['pictures'][number]) => void;
}

/** Title, summary and text in one language, written in its direction. */
export function LanguageColumn({ language, item, content, pictures, sites, readOnly, onChange, onPicture }: LanguageColumnProps) {
  const { title, summary, body } = content;
  const words = t(language === 'ar' ? 'newsArabic' : 'newsEnglish');
  return (
    <section className="so-language" aria-label={words} dir={language === 'ar' ? 'rtl' : 'ltr'}>
      <h2>{words}</h2>
      <div lang={language}>
        <TextField
          label={t('newsFieldTitle')}
          value={title[language]}
          maxLength={140}
          readOnly={readOnly}
          onChange={(value) => onChange({ title: { ...title, [language]: value } })}
        />
      </div>
      <div lang={language}>
        <TextArea
          label={t('newsFieldSummary')}
          hint={t('newsFieldSummaryHint')}
          value={summary[language]}
          rows={3}
          maxLength={300}
          readOnly={readOnly}
          onChange={(value) => onChange({ summary: { ...summary, [language]: value } })}
        />
      </div>
      <RichTextField
        label={t('newsFieldBody')}
        language={language}
        item={item}
        value={body[language]}
        pictures={pictures}
        sites={sites}
        readOnly={readOnly}
        onChange={(value) => onChange({ body: { ...body, [language]: value } })}
        onPicture={onPicture}
      />
    </section>
  );
}
