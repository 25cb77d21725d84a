import { Icon, LinkButton, type IconName } from '@amanah/ui';
import type { HealthAnswer } from '../shared/health-answers.ts';
import { t } from './messages.ts';
import { moment } from './words.tsx';

type Item = HealthAnswer['attention'][number];

const KINDS = {
  part: { icon: 'circle-x', to: '/operations', tone: 'danger' },
  system: { icon: 'unplug', to: '/operations/systems', tone: 'danger' },
  plugin: { icon: 'puzzle', to: '/operations/plugins', tone: 'danger' },
  file: { icon: 'file-text', to: '/operations/systems', tone: 'danger' },
  slow: { icon: 'clock', to: '/operations/systems', tone: 'warn' },
  letters: { icon: 'mail', to: '/operations/jobs', tone: 'warn' },
  review: { icon: 'layout-grid', to: '/operations/micro-frontends', tone: 'warn' },
  reports: { icon: 'message-square', to: '/operations/reports', tone: 'info' },
  backup: { icon: 'archive', to: '/operations', tone: 'info' },
} as const satisfies Record<Item['kind'], { icon: IconName; to: string; tone: string }>;

/** The one thing that cannot wait: a critical part or a system that does not answer. */
export function Incident({ health }: { readonly health: HealthAnswer }) {
  const part = health.parts.find((one) => !one.ok && one.critical);
  const system = health.systems.find((one) => one.state === 'down');
  if (!part && !system) return null;
  const since = system?.since ? moment(system.since) : '';
  return (
    <section className="op-incident" aria-labelledby="op-incident" role="status">
      <Icon name="circle-alert" size="lg" />
      <div>
        <h2 id="op-incident">{part ? t('incidentPart', { name: part.part }) : t('incidentSystem', { name: system!.title, since })}</h2>
        <p className="am-muted">{part ? part.detail : system!.lastUpAt ? t('incidentText', { time: moment(system!.lastUpAt) }) : t('incidentNever')}</p>
      </div>
      {system && !part && (
        <LinkButton tone="danger-second" size="small" iconEnd="chevron-right" href={`/operations/systems/${system.id}`}>
          {t('openSystem')}
        </LinkButton>
      )}
    </section>
  );
}

/** What waits for an operator, each with the way to it. */
export function Attention({ items }: { readonly items: readonly Item[] }) {
  return (
    <section className="op-card" aria-labelledby="op-attention">
      <h2 id="op-attention">{t('attentionTitle')}</h2>
      {items.length === 0 ? (
        <p className="op-calm">
          <Icon name="circle-check" />
          {t('attentionNone')}
        </p>
      ) : (
        <ul className="op-lines">
          {items.map((item, index) => (
            <li key={`${item.kind}${item.name}${index}`}>
              <span className={`op-tone op-tone--${KINDS[item.kind].tone}`}>
                <Icon name={KINDS[item.kind].icon} />
              </span>
              <div>
                <a href={KINDS[item.kind].to}>{t(`attention_${item.kind}`, { name: item.name, count: item.count })}</a>
                {item.since && <p className="am-caption">{t('sinceAt', { time: moment(item.since) })}</p>}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
