import { Icon } from '@amanah/ui';
import type { FindingAnswer } from '../../shared/answers/procedure-answers.ts';
import { t } from '../forms/messages.ts';

/** What the check found; each leads to its element in the drawing. */
export function Findings({ findings, onSelect }: { readonly findings: readonly FindingAnswer[]; readonly onSelect: (id: string) => void }) {
  return (
    <section className="rs-card" aria-labelledby="ra-findings">
      <h2 id="ra-findings">{t('anFindings')}</h2>
      <p role="status" className={findings.length === 0 ? 'ra-sound' : undefined}>
        {findings.length === 0 && <Icon name="circle-check" size="sm" />}
        {findings.length === 0 ? t('anFindingsNone') : t('anFindingsCount', { count: findings.length })}
      </p>
      {findings.length > 0 && (
        <ul className="ra-findings">
          {findings.map(({ key, at, severity, text }, nth) => (
            <li key={`${key} ${at ?? ''} ${nth}`} className={`ra-finding ra-finding--${severity}`}>
              <Icon name={severity === 'error' ? 'circle-x' : 'triangle-alert'} size="sm" />
              {at === null ? (
                <span>{text}</span>
              ) : (
                <button type="button" onClick={() => onSelect(at)}>
                  {text}
                </button>
              )}
              <span className="am-caption">{t(`anFinding_${severity}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
