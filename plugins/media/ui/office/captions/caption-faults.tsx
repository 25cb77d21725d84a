import { ApiProblem } from '@amanah/ui';
import { t as ofPlugin } from '../../messages.ts';
import { t } from '../messages.ts';

const words = {
  markup: 'captionsFaultMarkup',
  control: 'captionsFaultControl',
  long: 'captionsFaultLong',
  empty: 'captionsFaultEmpty',
  header: 'captionsFaultHeader',
  timing: 'captionsFaultTiming',
  order: 'captionsFaultOrder',
  setting: 'captionsFaultSetting',
  style: 'captionsFaultStyle',
  many: 'captionsFaultMany',
  beyond: 'captionsFaultBeyond',
  encoding: 'captionsFaultEncoding',
} as const;

/** Every faulty line of captions that were refused, in words; `place` says what a number stands for. */
export function CaptionFaults({ error, place }: { readonly error: unknown; readonly place: 'line' | 'cue' }) {
  const fields = error instanceof ApiProblem && error.problem.code === 'MEDIA_CAPTIONS_INVALID' ? (error.problem.fields ?? []) : [];
  if (fields.length === 0) return null;
  return (
    <ul className="mo-faults" aria-label={t('faults')}>
      {fields.map(({ path, message }, index) => (
        <li key={index}>
          <strong>{t(place === 'line' ? 'faultLine' : 'faultCue', { line: path.replace('line.', '') })}</strong>{' '}
          {message in words ? ofPlugin(words[message as keyof typeof words]) : message}
        </li>
      ))}
    </ul>
  );
}
