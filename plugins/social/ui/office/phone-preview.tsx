import { Segments, currentLanguage, formatDualDate } from '@amanah/ui';
import { useState } from 'react';
import type { NewsContent } from '../../shared/news.ts';
import type { NewsAtWork } from '../../shared/news-answers.ts';
import { t } from '../messages.ts';
import type { SentPicture } from '../send-picture.ts';
import { RichTextView } from './rich-text-view.tsx';

interface PhonePreviewProps {
  readonly content: NewsContent;
  readonly pictures: readonly SentPicture[];
  readonly unitName: string;
  readonly names: Pick<NewsAtWork, 'services' | 'programmes'>;
}

/** The item as a reader's phone shows it, while it is written. */
export function PhonePreview({ content, pictures, unitName, names }: PhonePreviewProps) {
  const [language, setLanguage] = useState<'ar' | 'en'>(currentLanguage());
  const picture = pictures.find(({ id }) => id === content.picture?.id);
  return (
    <section className="so-panel" aria-labelledby="so-preview">
      <h2 id="so-preview">{t('newsPreview')}</h2>
      <Segments
        label={t('newsPreviewLanguage')}
        segments={[
          { id: 'ar', label: t('newsArabic') },
          { id: 'en', label: t('newsEnglish') },
        ]}
        value={language}
        onChange={setLanguage}
      />
      {/* Scrolled by keyboard too. */}
      <div className="so-phone" lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'} tabIndex={0} role="group" aria-label={t('newsPreview')}>
        <p className="so-phone__title">{content.title[language] || t('newsUntitled')}</p>
        <p className="so-phone__summary">{content.summary[language]}</p>
        <p className="am-caption">
          {unitName} · {formatDualDate(new Date(), language)}
        </p>
        {content.picture && picture && (
          <figure className="so-picture">
            <img src={picture.path} alt={content.picture.alt[language]} width={picture.width} height={picture.height} />
          </figure>
        )}
        <div className="so-article__body">
          <RichTextView text={content.body[language]} pictures={pictures} programmes={names.programmes} />
        </div>
      </div>
    </section>
  );
}
