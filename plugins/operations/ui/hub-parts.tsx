import { Icon, currentLanguage, formatGregorian } from '@amanah/ui';
import type { ReactNode } from 'react';
import type { HealthAnswer } from '../shared/health-answers.ts';
import { t } from './messages.ts';
import { Bytes, Code, Milliseconds } from './words.tsx';

const KNOWN = {
  database: 'part_database',
  jobs: 'part_jobs',
  outbox: 'part_outbox',
  'event-stream': 'part_stream',
  files: 'part_files',
  'file-scanner': 'part_scanner',
} as const;
const dayMs = 86_400_000;

/** The hub's own parts with their figures, then every plugin's. */
export function HubParts({ health }: { readonly health: HealthAnswer }) {
  const { figures } = health;
  const own = health.parts.filter(({ part }) => part in KNOWN);
  const plugins = health.parts.filter(({ part }) => part.startsWith('plugin:'));
  const well = plugins.filter(({ ok }) => ok).length;
  const about: Record<string, ReactNode> = {
    database: <Bytes value={figures.databaseBytes} />,
    jobs: t('partJobs', { waiting: figures.queueWaiting, active: figures.queueActive }),
    outbox: t('partOutbox', { count: figures.outboxWaiting }),
  };
  return (
    <section className="op-card" aria-labelledby="op-parts">
      <h2 id="op-parts">{t('partsTitle')}</h2>
      <ul className="op-lines op-lines--wide">
        {own.map((one) => (
          <Line
            key={one.part}
            ok={one.ok}
            name={t(KNOWN[one.part as keyof typeof KNOWN])}
            detail={one.ok ? about[one.part] : one.detail}
            end={<Milliseconds value={one.ms} />}
          />
        ))}
        <Line ok={well === plugins.length} name={t('partPlugins')} detail={t('partPluginsWell', { well, all: plugins.length })} />
        {plugins
          .filter(({ ok }) => !ok)
          .map((one) => (
            <Line key={one.part} ok={false} name={<Code>{one.part.slice('plugin:'.length)}</Code>} detail={one.detail} />
          ))}
        <Line ok={figures.signingKeySince !== null} name={t('partKeys')} detail={age(figures.signingKeySince)} />
        <Line ok={figures.backupAt !== null} soft name={t('partBackup')} detail={figures.backupAt ? age(figures.backupAt) : t('partBackupNone')} />
      </ul>
    </section>
  );
}

interface LineProps {
  readonly ok: boolean;
  /** Not well, but nothing is broken. */
  readonly soft?: boolean;
  readonly name: ReactNode;
  readonly detail?: ReactNode;
  readonly end?: ReactNode;
}

function Line({ ok, soft = false, name, detail, end }: LineProps) {
  const tone = ok ? 'success' : soft ? 'warn' : 'danger';
  return (
    <li>
      <span className={`op-tone op-tone--${tone}`}>
        <Icon name={ok ? 'circle-check' : soft ? 'triangle-alert' : 'circle-x'} label={t(ok ? 'well' : 'notWell')} />
      </span>
      <div>
        <span className="am-strong">{name}</span>
        {detail !== undefined && detail !== null && <p className="am-caption">{detail}</p>}
      </div>
      {end && <span className="am-caption">{end}</span>}
    </li>
  );
}

/** A moment as its age in days, with its date. */
function age(at: string | null): string {
  if (!at) return '—';
  const days = Math.floor((Date.now() - Date.parse(at)) / dayMs);
  const words = new Intl.RelativeTimeFormat(currentLanguage() === 'ar' ? 'ar-u-nu-latn' : 'en', { numeric: 'auto' }).format(-days, 'day');
  return `${words} · ${formatGregorian(at)}`;
}
