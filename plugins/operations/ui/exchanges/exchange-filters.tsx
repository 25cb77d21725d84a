import { FilterField, Segments } from '@amanah/ui';
import { DateField } from '@amanah/ui/date';
import { Select } from '@amanah/ui/select';
import { t } from '../messages.ts';

const marks = ['case', 'person', 'operation', 'request'] as const;
const outcomes = ['all', 'ok', 'failed', 'unknown'] as const;
const everySystem = '*';

/** What exchanges are looked for by, as it is typed. */
export interface ExchangeFilters {
  readonly system: string;
  readonly outcome: (typeof outcomes)[number];
  /** What the typed text is. */
  readonly mark: (typeof marks)[number];
  readonly typed: string;
  /** ISO Gregorian days, both included. */
  readonly from: string | null;
  readonly until: string | null;
}

/** The filters of an address of the page, such as `?system=ejar&case=EA-2026-7`. */
export function filtersOf(search: string): ExchangeFilters {
  const asked = new URLSearchParams(search);
  const mark = marks.find((one) => asked.has(one)) ?? 'case';
  return { system: asked.get('system') ?? everySystem, outcome: 'all', mark, typed: asked.get(mark) ?? '', from: null, until: null };
}

/** The same as the hub takes it; days are those of the Amanah. */
export function queryOf({ system, outcome, mark, typed, from, until }: ExchangeFilters) {
  return {
    ...(system === everySystem ? {} : { system }),
    ...(outcome === 'all' ? {} : { outcome }),
    ...(typed.trim() ? { [mark]: typed.trim() } : {}),
    ...(from ? { from: `${from}T00:00:00+03:00` } : {}),
    ...(until ? { until: `${until}T23:59:59.999+03:00` } : {}),
  };
}

interface ExchangeFilterBarProps {
  readonly filters: ExchangeFilters;
  readonly systems: readonly { readonly id: string; readonly title: string }[];
  readonly onChange: (part: Partial<ExchangeFilters>) => void;
}

/** By system, outcome, one of the marks, and days. */
export function ExchangeFilterBar({ filters, systems, onChange }: ExchangeFilterBarProps) {
  return (
    <div className="op-stack">
      <div className="op-filters">
        <Select
          id="system"
          label={t('columnSystem')}
          value={filters.system}
          onChange={(system) => onChange({ system: system ?? everySystem })}
          options={[{ id: everySystem, label: t('everySystem') }, ...systems.map(({ id, title }) => ({ id, label: title }))]}
        />
        <Segments
          label={t('columnOutcome')}
          value={filters.outcome}
          onChange={(outcome) => onChange({ outcome: outcome as ExchangeFilters['outcome'] })}
          segments={outcomes.map((id) => ({ id, label: t(`outcomes_${id}`) }))}
        />
      </div>
      <div className="op-filters">
        <Select
          id="mark"
          label={t('findBy')}
          value={filters.mark}
          onChange={(mark) => onChange({ mark: (mark ?? 'case') as ExchangeFilters['mark'] })}
          options={marks.map((id) => ({ id, label: t(`findBy_${id}`) }))}
        />
        <FilterField label={t(`findBy_${filters.mark}`)} value={filters.typed} onChange={(typed) => onChange({ typed })} />
        <DateField optional label={t('findFrom')} value={filters.from} onChange={(from) => onChange({ from })} />
        <DateField optional label={t('findUntil')} value={filters.until} onChange={(until) => onChange({ until })} />
      </div>
    </div>
  );
}
