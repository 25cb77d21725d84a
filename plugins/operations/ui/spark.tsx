import type { SystemHealth } from '../shared/health-answers.ts';
import { t } from './messages.ts';

const halfHours = 48;
const halfHourMs = 1_800_000;
const width = 144;
const height = 22;

/** The last day in half hours: height is the time of an answer, colour the worst state; the words say the same. */
export function Spark({ history }: { readonly history: SystemHealth['history'] }) {
  if (history.length === 0) return <span className="am-caption">{t('noHistory')}</span>;
  const now = Math.floor(Date.now() / halfHourMs);
  const longest = Math.max(1, ...history.map((part) => part.medianMs ?? 0));
  const bad = history.filter((part) => part.state === 'down').length;
  return (
    <svg className="op-spark" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={bad > 0 ? t('historyDown', { count: bad }) : t('historyGood')}>
      {Array.from({ length: halfHours }, (_, column) => (
        <rect key={column} className="op-spark__none" x={column * 3} y={height - 2} width="2" height="2" />
      ))}
      {history.map((part) => {
        const column = halfHours - 1 - (now - Math.floor(Date.parse(part.at) / halfHourMs));
        if (column < 0) return null;
        const tall = part.state === 'down' ? height : Math.max(5, Math.round(((part.medianMs ?? 0) / longest) * height * 0.7));
        return <rect key={part.at} className={`op-spark__${part.state}`} x={column * 3} y={height - tall} width="2" height={tall} />;
      })}
    </svg>
  );
}
