import { ActError, Button, dataOf, Notice, useAct } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { Select } from '@amanah/ui/select';
import { useState } from 'react';
import type { MovedAnswer, ProcedureAnswer } from '../../shared/answers/procedure-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { shortOf } from './version-name.tsx';

interface Outcome extends Pick<MovedAnswer, 'moved' | 'obstacles'> {
  readonly dryRun: boolean;
}

const everywhere = 'all';
/** Requests named one by one; the others are counted. */
const named = 8;

interface MoveDialogProps {
  readonly procedure: ProcedureAnswer;
  readonly from: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Moves running requests to another version; what would happen is always looked at first. */
export function MoveDialog({ procedure, from, onClose, onDone }: MoveDialogProps) {
  const act = useAct();
  const others = procedure.versions.filter(({ version }) => version !== from);
  const [to, setTo] = useState(others[0]?.version ?? null);
  const [unit, setUnit] = useState(everywhere);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const choose = (change: () => void) => {
    setOutcome(null);
    change();
  };
  const move = (dryRun: boolean) =>
    void act.run(async () => {
      if (to === null) return;
      setOutcome({ dryRun, ...(await moveAll(procedure.id, { from, to, units: unit === everywhere ? null : [unit], dryRun })) });
      if (!dryRun) onDone();
    });
  const ready = outcome?.dryRun === true && outcome.moved.length > 0;
  return (
    <Dialog
      open
      destructive
      title={t('anMoveTitle')}
      onClose={onClose}
      actions={
        <>
          {ready ? (
            <Button busy={act.busy} onClick={() => move(false)}>
              {t('anMoveDo')}
            </Button>
          ) : (
            <Button busy={act.busy} onClick={() => move(true)}>
              {t('anMoveTry')}
            </Button>
          )}
          <Button tone="second" autoFocus onClick={onClose}>
            {t(outcome?.dryRun === false ? 'anClose' : 'anCancel')}
          </Button>
        </>
      }
    >
      <p>{t('anMoveText')}</p>
      <Select
        label={t('anMoveTo')}
        value={to}
        onChange={(version) => choose(() => setTo(version))}
        options={others.map(({ version }) => ({ id: version, label: shortOf(version) }))}
      />
      <Select
        label={t('anUnit')}
        value={unit}
        onChange={(chosen) => choose(() => setUnit(chosen ?? everywhere))}
        options={[{ id: everywhere, label: t('anAllUnits') }, ...procedure.units.map(({ id, name }) => ({ id, label: name }))]}
      />
      {outcome && <OutcomeNotice {...outcome} />}
      <ActError act={act} />
    </Dialog>
  );
}

/** Page by page, until every request was looked at. */
async function moveAll(
  id: string,
  asked: { readonly from: string; readonly to: string; readonly units: string[] | null; readonly dryRun: boolean },
): Promise<Pick<MovedAnswer, 'moved' | 'obstacles'>> {
  const moved: string[] = [];
  const obstacles: MovedAnswer['obstacles'] = [];
  let after: string | null = null;
  do {
    const answer: MovedAnswer = await dataOf(api.POST('/api/requests/procedures/{id}/moves', { params: { path: { id } }, body: { ...asked, after } }));
    moved.push(...answer.moved);
    obstacles.push(...answer.obstacles);
    after = answer.next;
  } while (after !== null);
  return { moved, obstacles };
}

function OutcomeNotice({ dryRun, moved, obstacles }: Outcome) {
  return (
    <Notice live tone={dryRun ? 'info' : 'success'} title={t(dryRun ? 'anMoveWould' : 'anMoved', { count: moved.length })}>
      {obstacles.length > 0 && (
        <>
          <p>{t('anMoveLeft', { count: obstacles.length })}</p>
          <ul className="ra-plain">
            {obstacles.slice(0, named).map(({ number, why }) => (
              <li key={number}>
                <bdi dir="ltr">{number}</bdi>: {why.map(({ text }) => text).join(' · ')}
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}
