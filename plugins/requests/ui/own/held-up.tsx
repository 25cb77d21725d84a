import { Notice, formatMoment } from '@amanah/ui';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import { t } from '../forms/messages.ts';

/** A system outside the portal keeps a step waiting: which one, since when, and that nothing of it is the applicant's to mend. */
export function HeldUp({ held: { step, since, why } }: { readonly held: NonNullable<OwnRequest['heldUp']> }) {
  return (
    <Notice tone="warn" live title={t(`held_${why}`, { step })}>
      <p>{t(`heldText_${why}`, { time: formatMoment(since) })}</p>
    </Notice>
  );
}
