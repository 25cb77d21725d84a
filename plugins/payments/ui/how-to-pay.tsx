import { Button, LinkButton, formatDualDate, showToast } from '@amanah/ui';
import { t } from './messages.ts';
import { Amount } from './money.tsx';

interface HowToPayProps {
  readonly bill: string;
  readonly rest: string;
  readonly dueOn: string;
  readonly trialPage: string | null;
  readonly busy: boolean;
  readonly onCheck: () => void;
}

const steps = ['how1', 'how2', 'how3', 'how4'] as const;

/** The number that is typed at the bank, large and copied with one press; the steps; and the check afterwards. */
export function HowToPay({ bill, rest, dueOn, trialPage, busy, onCheck }: HowToPayProps) {
  const copy = () => void navigator.clipboard.writeText(bill).then(() => showToast(t('copied')));
  return (
    <section className="am-card pay-how" aria-labelledby="pay-how">
      <div className="pay-how__number">
        <p className="am-caption">{t('billNumber')}</p>
        <p className="pay-number">
          <bdi className="am-id" dir="ltr">
            {bill}
          </bdi>
        </p>
        <Button tone="second" size="small" icon="copy" onClick={copy}>
          {t('copy')}
        </Button>
        <dl className="pay-how__figures">
          <div>
            <dt className="am-caption">{t('rest')}</dt>
            <dd className="pay-amount">
              <Amount value={rest} />
            </dd>
          </div>
        </dl>
        <p className="am-caption">{t('dueOn', { date: formatDualDate(dueOn) })}</p>
      </div>
      <div className="pay-how__steps">
        <h3 id="pay-how">{t('howTitle')}</h3>
        <ol>
          {steps.map((step) => (
            <li key={step}>{t(step)}</li>
          ))}
        </ol>
        <Button icon="refresh-cw" busy={busy} busyText={t('checking')} onClick={onCheck}>
          {t('check')}
        </Button>
        {trialPage && (
          <div className="pay-trial">
            <p className="am-caption">{t('trialText')}</p>
            <LinkButton tone="second" size="small" icon="landmark" iconEnd="external-link" href={trialPage} target="_blank" rel="noopener noreferrer">
              {t('trialLink')}
            </LinkButton>
          </div>
        )}
      </div>
    </section>
  );
}
