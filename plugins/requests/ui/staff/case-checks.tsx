import { Icon, type IconName } from '@amanah/ui';
import { say, t } from '../forms/messages.ts';

interface Words {
  readonly ar: string;
  readonly en: string;
}
interface Check {
  readonly check: string;
  readonly title?: Words;
  readonly outcome: 'passed' | 'failed' | 'unsure';
  readonly why?: Words;
}

const icons: Readonly<Record<Check['outcome'], IconName>> = { passed: 'circle-check', unsure: 'triangle-alert', failed: 'circle-x' };
const order: readonly Check['outcome'][] = ['failed', 'unsure', 'passed'];

/** What automatic steps checked before an official has the case, what needs an eye first. */
export function CaseChecks({ facts }: { readonly facts: Readonly<Record<string, unknown>> }) {
  const checks = Array.isArray(facts['checks']) ? (facts['checks'] as readonly Check[]) : [];
  if (checks.length === 0) return null;
  const sorted = checks.toSorted((one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome));
  return (
    <section className="rs-card" aria-labelledby="rs-checks">
      <header className="rs-card__head">
        <h2 id="rs-checks">{t('staffChecks')}</h2>
        <span className="am-caption">{t('staffChecksLead')}</span>
      </header>
      <ul className="rs-checks">
        {sorted.map(({ check, title, outcome, why }) => (
          <li key={check} className={`rs-check rs-check--${outcome}`}>
            <Icon name={icons[outcome]} />
            <b>{title ? say(title) : check}</b>
            <span>{why ? say(why) : t(`staffCheck_${outcome}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
