import { currentLanguage } from '@amanah/ui';
import type { BroadcastMonitor } from '../../../shared/broadcast.ts';
import { t } from '../messages.ts';

const smallPicture = { none: 'smallNone', on: 'smallOn', 'given-up': 'smallGivenUp' } as const;

/** How a broadcast runs, in figures. */
export function MonitorFigures({ monitor: { viewers, source, figures } }: { readonly monitor: BroadcastMonitor }) {
  const format = new Intl.NumberFormat(currentLanguage() === 'ar' ? 'ar-SA-u-nu-latn' : 'en-GB', { maximumFractionDigits: 1 });
  const items = [
    [t('figureViewers'), format.format(viewers)],
    [t('figureSource'), source === null ? '—' : t(source === 'rtmp' ? 'sourceEncoder' : 'sourceBrowser')],
    [t('figureRate'), figures ? t('kilobits', { amount: format.format(Math.round(figures.kbps)) }) : '—'],
    [t('figureFrames'), figures ? format.format(figures.framesPerSecond) : '—'],
    [t('figureDropped'), figures ? format.format(figures.droppedFrames) : '—'],
    [t('figureSpeed'), figures ? `${format.format(figures.speed)}×` : '—'],
    [t('figureSmall'), figures ? t(smallPicture[figures.smallPicture]) : '—'],
  ] as const;
  return (
    <dl className="mo-figures">
      {items.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
