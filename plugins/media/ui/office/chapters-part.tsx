import { Button, IconButton } from '@amanah/ui';
import { TextField } from '@amanah/ui/fields';
import { ComboBox } from '@amanah/ui/select';
import type { OfficeProgramme } from '../../shared/programme.ts';
import type { NamedService } from './audience-fields.tsx';
import { clockOf, secondsOf } from './clock.ts';
import { t } from './messages.ts';

/** A chapter while it is written; `at` as it is typed. */
export interface ChapterDraft {
  readonly key: number;
  readonly at: string;
  readonly title: { readonly ar: string; readonly en: string };
  readonly service: string | null;
}

export function draftsOf(chapters: OfficeProgramme['chapters']): readonly ChapterDraft[] {
  return chapters.map(({ atSeconds, title, service }, key) => ({ key, at: clockOf(atSeconds), title, service }));
}

export function isWhole({ at, title }: ChapterDraft): boolean {
  return secondsOf(at) !== null && title.ar.trim() !== '' && title.en.trim() !== '';
}

interface ChaptersPartProps {
  readonly chapters: readonly ChapterDraft[];
  readonly services: readonly NamedService[];
  readonly tried: boolean;
  readonly readOnly: boolean;
  readonly onChange: (chapters: readonly ChapterDraft[]) => void;
}

/** Moments with a title; from one that names a service on, "open this service" stands beside the player. */
export function ChaptersPart({ chapters, services, tried, readOnly, onChange }: ChaptersPartProps) {
  const set = (key: number, part: Partial<ChapterDraft>) => onChange(chapters.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const add = () => onChange([...chapters, { key: Math.max(0, ...chapters.map(({ key }) => key)) + 1, at: '', title: { ar: '', en: '' }, service: null }]);
  return (
    <section className="mo-panel" aria-labelledby="mo-chapters">
      <h2 id="mo-chapters">{t('chapters')}</h2>
      {chapters.length === 0 && <p className="am-caption">{t('chaptersNone')}</p>}
      <ol className="mo-list">
        {chapters.map(({ key, at, title, service }) => (
          <li key={key} className="mo-chapter">
            <TextField
              label={t('chapterAt')}
              value={at}
              maxLength={8}
              readOnly={readOnly}
              placeholder="0:00"
              error={tried && secondsOf(at) === null ? t('clockWrong') : undefined}
              onChange={(typed) => set(key, { at: typed })}
            />
            {(['ar', 'en'] as const).map((language) => (
              <TextField
                key={language}
                label={t(language === 'ar' ? 'titleArabic' : 'titleEnglish')}
                value={title[language]}
                maxLength={120}
                readOnly={readOnly}
                error={tried && !title[language].trim() ? t('titleMissing') : undefined}
                onChange={(typed) => set(key, { title: { ...title, [language]: typed } })}
              />
            ))}
            <ComboBox
              key={services.length}
              label={t('chapterService')}
              optional
              readOnly={readOnly}
              options={services.map(({ id, name }) => ({ id, label: `${name} ${id}` }))}
              value={service}
              onChange={(code) => set(key, { service: code })}
            />
            {!readOnly && <IconButton icon="trash-2" label={t('chapterRemove')} onClick={() => onChange(chapters.filter((one) => one.key !== key))} />}
          </li>
        ))}
      </ol>
      {!readOnly && (
        <div>
          <Button tone="second" icon="plus" onClick={add}>
            {t('chapterAdd')}
          </Button>
        </div>
      )}
    </section>
  );
}
