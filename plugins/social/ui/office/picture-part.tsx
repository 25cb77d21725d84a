import { Button } from '@amanah/ui';
import { TextField } from '@amanah/ui/fields';
import type { NewsContent } from '../../shared/news.ts';
import { t } from '../messages.ts';
import type { SentPicture } from '../send-picture.ts';
import { PictureChoice } from './picture-choice.tsx';

interface PicturePartProps {
  readonly item: string;
  readonly picture: NewsContent['picture'];
  readonly pictures: readonly SentPicture[];
  readonly readOnly: boolean;
  readonly onChange: (picture: NewsContent['picture']) => void;
  readonly onPicture: (picture: SentPicture) => void;
}

/** The picture above the text, with words in both languages for who cannot see it. */
export function PicturePart({ item, picture, pictures, readOnly, onChange, onPicture }: PicturePartProps) {
  const shown = pictures.find(({ id }) => id === picture?.id);
  const choose = (sent: SentPicture) => {
    onPicture(sent);
    onChange({ id: sent.id, alt: picture?.alt ?? { ar: '', en: '' } });
  };
  return (
    <section className="so-panel" aria-labelledby="so-picture">
      <h2 id="so-picture">{t('newsPicture')}</h2>
      {picture && shown && (
        <div className="so-picture-part">
          <img src={shown.path} alt={picture.alt.ar || t('newsPicture')} width={shown.width} height={shown.height} />
          <div className="am-stack">
            {(['ar', 'en'] as const).map((language) => (
              <div key={language} lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
                <TextField
                  label={`${t('newsPictureAlt')} (${t(language === 'ar' ? 'newsArabic' : 'newsEnglish')})`}
                  value={picture.alt[language]}
                  maxLength={300}
                  readOnly={readOnly}
                  onChange={(words) => onChange({ ...picture, alt: { ...picture.alt, [language]: words } })}
                />
              </div>
            ))}
            {!readOnly && (
              <div>
                <Button tone="quiet" icon="trash-2" onClick={() => onChange(null)}>
                  {t('newsPictureRemove')}
                </Button>
              </div>
            )}
          </div>
        </div>
      )}
      {!readOnly && <PictureChoice item={item} words={t(picture ? 'newsPictureReplace' : 'newsPictureChoose')} onSent={choose} />}
    </section>
  );
}
