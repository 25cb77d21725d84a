import { Table } from '@amanah/ui/table';
import type { ProcedureAnswer } from '../../shared/answers/procedure-answers.ts';
import { t } from '../forms/messages.ts';
import type { Badge } from '../map/diagram.tsx';
import { timeWords } from './times.ts';

type Step = ProcedureAnswer['steps'][number];

/** The figures at each step of the diagram: how many stand there, how many of them are late, and how long it takes. */
export const badgesOf = (steps: readonly Step[]): readonly Badge[] =>
  steps.flatMap(({ step, now, late, medianMs }): Badge[] => [
    ...(now > 0 ? [{ at: step, tone: 'now' as const, text: String(now) }] : []),
    ...(late > 0 ? [{ at: step, tone: 'late' as const, text: String(late) }] : []),
    ...(medianMs === null ? [] : [{ at: step, tone: 'time' as const, text: timeWords(medianMs) }]),
  ]);

/** Two days, as an example of a time. */
const sampleMs = 2 * 86_400_000;

/** What the figures on the diagram mean. */
export function DiagramLegend() {
  return (
    <ul className="ra-legend am-caption">
      {(['now', 'late', 'time'] as const).map((tone) => (
        <li key={tone}>
          <span className={`rm-badge rm-badge--${tone}`} aria-hidden="true">
            {tone === 'time' ? timeWords(sampleMs) : '3'}
          </span>
          {t(tone === 'now' ? 'anLegendNow' : tone === 'late' ? 'anLegendLate' : 'anLegendTime')}
        </li>
      ))}
    </ul>
  );
}

/** The same figures in words, for those who do not see the diagram, and to look for one step. */
export function StepTable({
  steps,
  chosen,
  onChoose,
}: {
  readonly steps: readonly Step[];
  readonly chosen: string | null;
  readonly onChoose: (step: string) => void;
}) {
  return (
    <Table
      label={t('anFigures')}
      rows={steps.toSorted((one, other) => other.now - one.now || other.ended - one.ended)}
      rowKey={({ step }) => step}
      columns={[
        {
          id: 'title',
          label: t('anStep'),
          rowHeader: true,
          cell: ({ step, title }) => (
            <button type="button" className="ra-step" aria-pressed={step === chosen} onClick={() => onChoose(step)}>
              {title}
            </button>
          ),
        },
        { id: 'now', label: t('anHere'), numeric: true, cell: ({ now }) => now },
        { id: 'late', label: t('anLate'), numeric: true, cell: ({ late }) => <span className={late > 0 ? 'ra-late' : undefined}>{late}</span> },
        { id: 'ended', label: t('anDone90'), numeric: true, cell: ({ ended }) => ended },
        { id: 'median', label: t('anMedian'), cell: ({ medianMs }) => timeWords(medianMs) },
      ]}
    />
  );
}
