import { Definitions, Link, Notice, formatMoment } from '@amanah/ui';
import type { BoardRow } from '../../shared/rollout-answers.ts';
import { t } from '../messages.ts';
import { ImportState, StageSteps } from './pills.tsx';
import { UnitActs } from './unit-acts.tsx';

/** Where a municipality stands, what comes next, what is still to be done before it, and the acts. */
export function Standing({ row, reload }: { readonly row: BoardRow; readonly reload: () => void }) {
  const { stage, since, frozenUntil, hasLegacy, next, blocks, licences, lastImport, openDifferences, toEnter, rollBack } = row;
  return (
    <>
      <StageSteps stage={stage} />
      {since && <p className="am-caption">{t('rolloutSince', { date: formatMoment(since) })}</p>}
      {frozenUntil && <Notice tone="warn" title={t('rolloutFrozen', { time: formatMoment(frozenUntil) })} />}
      {!hasLegacy && <p className="am-caption">{t('rolloutNoLegacy')}</p>}
      <Definitions
        items={[
          { term: t('rolloutLicences'), value: licences },
          ...(hasLegacy
            ? [
                { term: t('rolloutLastImport'), value: lastImport ? <LastImport run={lastImport} /> : t('rolloutNoImport') },
                { term: t('rolloutDifferences'), value: openDifferences },
                { term: t('rolloutToEnter'), value: toEnter },
              ]
            : []),
        ]}
      />
      {hasLegacy && next === null && <p>{t('rolloutFinished')}</p>}
      {next && (
        <div className="sl-rollout__next">
          <p>
            <b className="am-strong">{t('rolloutNext', { stage: t(`rolloutStage-${next}`) })}</b>
          </p>
          {blocks.length === 0 ? (
            <p>{t('rolloutReady')}</p>
          ) : (
            <>
              <p>{t('rolloutRemaining')}</p>
              <ul>
                {blocks.map((block) => (
                  <li key={block}>{t(`rolloutBlock-${block as 'no-legacy'}`)}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
      {rollBack && <p className="am-caption">{t('rolloutRollBackUntil', { time: formatMoment(rollBack.until) })}</p>}
      <UnitActs row={row} reload={reload} />
    </>
  );
}

function LastImport({ run }: { readonly run: NonNullable<BoardRow['lastImport']> }) {
  return (
    <span className="sl-rollout__import">
      <Link href={`/staff/rollout/imports/${run.id}`}>{t('rolloutImportNumber', { id: run.id })}</Link>
      <ImportState state={run.state} />
    </span>
  );
}
