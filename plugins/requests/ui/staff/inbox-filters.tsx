import { Button, Segments } from '@amanah/ui';
import { Select } from '@amanah/ui/select';
import type { InboxAnswer, InboxFilter } from '../../shared/answers/staff-answers.ts';
import { mostCounted } from '../../shared/most-counted.ts';
import { t } from '../forms/messages.ts';

interface FiltersProps {
  readonly filter: InboxFilter;
  readonly onFilter: (filter: InboxFilter) => void;
  readonly answer: InboxAnswer | null;
}

const every = 'every';

/** The counts, which narrow the list when they are pressed: what needs a person is coloured, and only that. */
export function InboxFigures({ filter, onFilter, answer }: FiltersProps) {
  const counts = answer?.counts;
  const figures = [
    { id: 'mine', label: t('staffMine'), count: counts?.mine, on: filter.who === 'mine', next: { who: filter.who === 'mine' ? 'all' : 'mine' }, tone: '' },
    { id: 'free', label: t('staffFree'), count: counts?.free, on: filter.who === 'free', next: { who: filter.who === 'free' ? 'all' : 'free' }, tone: '' },
    {
      id: 'soon',
      label: t('staffSoon'),
      count: counts?.soon,
      on: filter.due === 'soon',
      next: { due: filter.due === 'soon' ? undefined : 'soon' },
      tone: 'warn',
    },
    {
      id: 'late',
      label: t('staffLate'),
      count: counts?.late,
      on: filter.due === 'late',
      next: { due: filter.due === 'late' ? undefined : 'late' },
      tone: 'danger',
    },
    {
      id: 'all',
      label: t('staffAll'),
      count: counts?.all,
      on: filter.who === 'all' && filter.due === undefined,
      next: { who: 'all', due: undefined },
      tone: '',
    },
  ] as const;
  return (
    <div className="rs-figures" role="group" aria-label={t('staffWho')}>
      {figures.map(({ id, label, count, on, next, tone }) => (
        <button key={id} type="button" aria-pressed={on} onClick={() => onFilter(without({ ...filter, ...next }))}>
          <span className="am-caption">{label}</span>
          <span className={tone && (count ?? 0) > 0 ? `rs-figure rs-figure--${tone}` : 'rs-figure'}>{count === undefined ? '–' : counted(count)}</span>
        </button>
      ))}
    </div>
  );
}

/** The server stops counting one above the most that is told. */
const counted = (count: number) => (count > mostCounted ? `${mostCounted}+` : count);

/** An absent value is left out, so that the filter is the same as the one of its address. */
function without(filter: Record<string, string | undefined>): InboxFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as InboxFilter;
}

export function InboxFilters({ filter, onFilter, answer }: FiltersProps) {
  const services = answer?.services ?? [];
  const units = answer?.units ?? [];
  const choose = (name: 'service' | 'unit') => (id: string | null) => onFilter(without({ ...filter, [name]: id === null || id === every ? undefined : id }));
  return (
    <div className="rs-filters">
      <Select
        label={t('staffService')}
        value={filter.service ?? every}
        onChange={choose('service')}
        options={[{ id: every, label: t('staffAllServices') }, ...services.map(({ code, name }) => ({ id: code, label: name }))]}
      />
      {units.length > 1 && (
        <Select
          label={t('staffUnit')}
          value={filter.unit ?? every}
          onChange={choose('unit')}
          options={[{ id: every, label: t('staffAllUnits') }, ...units.map(({ id, name }) => ({ id, label: name }))]}
        />
      )}
      <Segments
        label={t('staffSort')}
        value={filter.sort}
        onChange={(sort) => onFilter({ ...filter, sort })}
        segments={[
          { id: 'due', label: t('staffSort_due') },
          { id: 'opened', label: t('staffSort_opened') },
        ]}
      />
    </div>
  );
}

/** What is done with several tasks at once, at the foot of the page while any is selected. */
export function BatchBar({
  count,
  busy,
  onTake,
  onRelease,
  onHandOver,
  onClear,
}: {
  readonly count: number;
  readonly busy: boolean;
  readonly onTake: () => void;
  readonly onRelease: () => void;
  readonly onHandOver: () => void;
  readonly onClear: () => void;
}) {
  if (count === 0) return null;
  return (
    <div className="rs-batch" role="region" aria-label={t('staffSelected', { count })}>
      <b>{t('staffSelected', { count })}</b>
      <Button size="small" busy={busy} onClick={onTake}>
        {t('staffTake')}
      </Button>
      <Button size="small" tone="second" disabled={busy} onClick={onRelease}>
        {t('staffRelease')}
      </Button>
      <Button size="small" tone="second" disabled={busy} icon="users-round" onClick={onHandOver}>
        {t('staffHandOver')}
      </Button>
      <Button size="small" tone="quiet" onClick={onClear}>
        {t('staffUnselect')}
      </Button>
    </div>
  );
}
