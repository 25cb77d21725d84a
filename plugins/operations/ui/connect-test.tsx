import { Button, Icon, formatGregorian, type IconName } from '@amanah/ui';
import type { TestAnswer } from '../shared/system-answers.ts';
import { t } from './messages.ts';
import { Code, Milliseconds } from './words.tsx';

type Check = TestAnswer['checks'][number];

const LOOKS = {
  passed: { icon: 'circle-check', tone: 'success' },
  warning: { icon: 'triangle-alert', tone: 'warn' },
  failed: { icon: 'circle-x', tone: 'danger' },
  skipped: { icon: 'circle-dashed', tone: 'muted' },
} as const satisfies Record<Check['state'], { icon: IconName; tone: string }>;

/** Bars are drawn against the slowest step, but never so that a few milliseconds look long. */
const leastScaleMs = 200;

/** What trying the connection found: one sentence on top, then each step by its name. */
export function ConnectTest({ tested, busy, onAgain }: { readonly tested: TestAnswer | null; readonly busy: boolean; readonly onAgain: () => void }) {
  const failed = tested?.checks.filter((check) => check.state === 'failed').length ?? 0;
  const warned = tested?.checks.filter((check) => check.state === 'warning').length ?? 0;
  const tone = !tested || failed > 0 ? 'danger' : warned > 0 ? 'warn' : 'success';
  const verdict = failed > 0 ? t('testFailed', { count: failed }) : warned > 0 ? t('testWarned', { count: warned }) : t('testPassed');
  return (
    <>
      <section className="op-card op-verdict" role="status">
        <span className={`op-verdict__disc op-verdict__disc--${tone}`}>
          <Icon name={tone === 'success' ? 'circle-check' : tone === 'warn' ? 'triangle-alert' : 'circle-x'} size="lg" />
        </span>
        <div>
          <h2 tabIndex={-1}>{tested ? verdict : t('notTested')}</h2>
          <p className="am-muted">
            {tested &&
              t('testCount', {
                passed: tested.checks.filter((check) => check.state === 'passed').length,
                all: tested.checks.filter((check) => check.state !== 'skipped').length,
              })}{' '}
            {failed > 0 && t('testSaveAnyway')}
          </p>
        </div>
        <Button tone="second" size="small" icon="refresh-cw" busy={busy} busyText={t('checking')} onClick={onAgain}>
          {t('testAgain')}
        </Button>
      </section>
      {tested && (
        <section className="op-card op-card--flush" aria-labelledby="op-checks">
          <h2 id="op-checks" className="op-checks__title">
            {t('checksTitle')}
          </h2>
          <ul className="op-checks">
            {tested.checks.map((check) => (
              <CheckLine key={check.id} check={check} slowestMs={Math.max(leastScaleMs, ...tested.checks.map((one) => one.ms ?? 0))} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function CheckLine({ check, slowestMs }: { readonly check: Check; readonly slowestMs: number }) {
  const { icon, tone } = LOOKS[check.state];
  const name = `check_${check.id as 'answer'}` as const;
  return (
    <li className={`op-check op-check--${check.state}`}>
      <span className={`op-tone op-tone--${tone}`}>
        <Icon name={icon} label={t(`checkState_${check.state}`)} />
      </span>
      <div>
        <span className="am-strong">{t(name)}</span> {check.found && <Found check={check} />}
        {(check.state === 'failed' || check.state === 'warning') && <p className="am-caption">{t(`checkHelp_${check.id as 'answer'}`)}</p>}
      </div>
      {check.ms !== null && (
        <span className="op-check__time">
          <Milliseconds value={check.ms} />
          <meter className="op-meter" min={0} max={slowestMs} value={check.ms} aria-label={t('checkTime')} />
        </span>
      )}
    </li>
  );
}

function Found({ check }: { readonly check: Check }) {
  return check.id === 'certificate' ? <>{t('certificateUntil', { date: formatGregorian(check.found!) })}</> : <Code>{check.found!}</Code>;
}
