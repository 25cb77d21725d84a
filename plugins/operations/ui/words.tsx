import { StatusPill, currentLanguage, type IconName, type Tone } from '@amanah/ui';
import type { SystemHealth } from '../shared/health-answers.ts';
import { t } from './messages.ts';

const STATES = {
  up: { tone: 'success', icon: 'circle-check' },
  slow: { tone: 'warn', icon: 'triangle-alert' },
  down: { tone: 'danger', icon: 'circle-x' },
  maintenance: { tone: 'info', icon: 'wrench' },
  unknown: { tone: 'neutral', icon: 'circle-dashed' },
} as const satisfies Record<SystemHealth['state'], { tone: Tone | 'neutral'; icon: IconName }>;

/** State of a system in a word. */
export function StatePill({ state }: { readonly state: SystemHealth['state'] }) {
  const { tone, icon } = STATES[state];
  return (
    <StatusPill tone={tone} icon={icon}>
      {t(`state_${state}`)}
    </StatusPill>
  );
}

export { formatMoment as moment } from '@amanah/ui';

/** An address, hash or id that must not turn round in Arabic text. */
export function Code({ children }: { readonly children: string }) {
  return (
    <bdi className="op-code" dir="ltr">
      {children}
    </bdi>
  );
}

function inUnit(value: number, unit: 'second' | 'millisecond' | 'megabyte' | 'gigabyte', digits = 0): string {
  const format = { style: 'unit', unit, unitDisplay: 'short', minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(currentLanguage() === 'ar' ? 'ar-SA-u-nu-latn' : 'en-GB', format).format(value);
}

/** Milliseconds as a person reads them. */
export function Milliseconds({ value }: { readonly value: number | null }) {
  if (value === null) return <>—</>;
  return <bdi className="am-number">{value >= 1_000 ? inUnit(value / 1_000, 'second', 1) : inUnit(value, 'millisecond')}</bdi>;
}

/** Bytes in the unit that fits. */
export function Bytes({ value }: { readonly value: number }) {
  const megabytes = value / 1_048_576;
  return <bdi className="am-number">{megabytes >= 1_024 ? inUnit(megabytes / 1_024, 'gigabyte', 1) : inUnit(megabytes, 'megabyte')}</bdi>;
}

/** A thing's title with its id below, leading to its page where it has one. */
export function Named({ title, id, to }: { readonly title: string; readonly id: string; readonly to?: string }) {
  return (
    <span className="op-name">
      {to ? <a href={to}>{title}</a> : <b>{title}</b>}
      <Code>{id}</Code>
    </span>
  );
}
