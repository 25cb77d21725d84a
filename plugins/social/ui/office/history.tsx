import { Timeline, formatMoment } from '@amanah/ui';
import type { NewsAtWork } from '../../shared/news-answers.ts';
import { t } from '../messages.ts';

const words = {
  begun: 'newsStepBegun',
  written: 'newsStepWritten',
  sent: 'newsStepSent',
  returned: 'newsStepReturned',
  approved: 'newsStepApproved',
  published: 'newsStepPublished',
  withdrawn: 'newsStepWithdrawn',
} as const;

/** Who did what, latest first. */
export function History({ steps }: { readonly steps: NewsAtWork['steps'] }) {
  return (
    <section className="so-panel" aria-labelledby="so-history">
      <h2 id="so-history">{t('newsHistory')}</h2>
      <Timeline
        entries={steps.map(({ id, at, by, action, words: said }) => ({
          id,
          state: 'done' as const,
          title: t(words[action as keyof typeof words]),
          when: formatMoment(at),
          who: by ?? t('newsByItself'),
          detail: said && <p className="so-history__words">{said}</p>,
        }))}
      />
    </section>
  );
}
