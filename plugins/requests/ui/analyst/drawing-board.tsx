import { ActError, Button, formatMoment, formatTime, IconButton, navigate, Notice, showToast, useAct, may } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { useRef, useState } from 'react';
import type { ProcedureAnswer, ProcedureTextAnswer } from '../../shared/answers/procedure-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { useKept } from '../staff/use-kept.ts';
import { Comparison } from './comparison.tsx';
import { ElementForm } from './element-form.tsx';
import { Findings } from './findings.tsx';
import { noPlan, PublishDialog, type Plan } from './publish-dialog.tsx';
import { Simulation } from './simulation.tsx';
import { useDrawing, type Drawing, type Kept } from './use-drawing.ts';
import { shortOf } from './version-name.tsx';

interface BoardProps {
  readonly procedure: ProcedureAnswer;
  readonly text: ProcedureTextAnswer;
  readonly onDiscarded: () => void;
}

/** Drawing, form of the chosen element and findings beside each other; what is done with the draft under them. */
export function DrawingBoard({ procedure, text, onDiscarded }: BoardProps) {
  const sheet = useRef<HTMLDivElement>(null);
  const drawing = useDrawing(sheet, procedure.id, text.bpmn, text.findings);
  const { modeler, failed, selected, select, findings, flush } = drawing;
  const draws = text.version === null || drawing.kept.state !== 'unchanged';
  return (
    <>
      <BoardHead procedure={procedure} text={text} drawing={drawing} draws={draws} onDiscarded={onDiscarded} />
      {failed && <Notice tone="danger" title={t('anDrawingFailed')} />}
      <div className="ra-board">
        <figure className="ra-canvas" aria-label={t('anCanvas')}>
          {!modeler && !failed && (
            <p className="am-caption" role="status">
              {t('anDrawingLoading')}
            </p>
          )}
          <div ref={sheet} dir="ltr" className="ra-canvas__sheet" />
        </figure>
        <div className="ra-side">
          <section className="rs-card ra-element" aria-label={t('anElement')}>
            {modeler && <ElementForm modeler={modeler} element={selected} onSelect={select} words={text} />}
          </section>
          <Findings findings={findings} onSelect={select} />
        </div>
      </div>
      {draws && (
        <>
          <section className="rs-card">
            <Simulation id={procedure.id} ready={flush} />
          </section>
          <section className="rs-card">
            <CompareDraft procedure={procedure} flush={flush} />
          </section>
        </>
      )}
    </>
  );
}

function CompareDraft({ procedure, flush }: { readonly procedure: ProcedureAnswer; readonly flush: () => Promise<void> }) {
  const act = useAct();
  const [times, setTimes] = useState(0);
  return (
    <div className="ra-stack">
      <div>
        <Button tone="second" icon="scale" busy={act.busy} onClick={() => void act.run(() => flush().then(() => setTimes((count) => count + 1)))}>
          {t('anCompare')}
        </Button>
      </div>
      <ActError act={act} />
      {times > 0 && <Comparison key={times} id={procedure.id} before={procedure.version} after="draft" />}
    </div>
  );
}

function BoardHead({ procedure, text, drawing, draws, onDiscarded }: BoardProps & { readonly drawing: Drawing; readonly draws: boolean }) {
  const act = useAct();
  const [plan, keepPlan, forgetPlan] = useKept<Plan>(`requests-publish-${procedure.id}`, noPlan);
  const [discarding, setDiscarding] = useState(false);
  const { modeler, selected, kept, findings, flush } = drawing;
  const faulty = findings.some(({ severity }) => severity === 'error');
  const stack = modeler?.get('commandStack');
  const back = `/staff/procedures/${procedure.id}`;
  const discard = () =>
    void act.run(async () => {
      await flush();
      await api.DELETE('/api/requests/procedures/{id}/draft', { params: { path: { id: procedure.id } } });
      setDiscarding(false);
      showToast(t('anDiscarded'));
      onDiscarded();
    });
  return (
    <header className="ra-head">
      <div className="ra-name">
        <h2>
          <a href={back}>{procedure.title}</a>
        </h2>
        <KeptLine kept={kept} from={text.version} draftChangedAt={procedure.draftChangedAt} />
      </div>
      <div className="ra-head__acts">
        <IconButton icon="undo-2" label={t('anUndo')} disabled={!stack?.canUndo()} onClick={() => stack?.undo()} />
        <IconButton icon="refresh-cw" label={t('anRedo')} disabled={!stack?.canRedo()} onClick={() => stack?.redo()} />
        <IconButton icon="trash-2" label={t('anDelete')} disabled={!selected} onClick={() => selected && modeler?.get('modeling').removeElements([selected])} />
        {draws && (
          <Button size="small" tone="quiet" onClick={() => setDiscarding(true)}>
            {t('anDiscard')}
          </Button>
        )}
        {may('requests:procedure.publish') && (
          <Button
            size="small"
            disabled={!draws || faulty}
            title={faulty ? t('anFaulty') : undefined}
            busy={act.busy}
            onClick={() => void act.run(() => flush().then(() => keepPlan({ ...noPlan, version: 'draft' })))}
          >
            {t('anPublish')}
          </Button>
        )}
      </div>
      <ActError act={act} />
      {plan.version === 'draft' && (
        <PublishDialog
          procedure={procedure}
          plan={plan}
          onPlan={keepPlan}
          onClose={forgetPlan}
          onDone={() => {
            forgetPlan();
            navigate(`${back}?view=versions`);
          }}
        />
      )}
      <Dialog
        open={discarding}
        destructive
        title={t('anDiscardAsk')}
        onClose={() => setDiscarding(false)}
        actions={
          <>
            <Button tone="danger" busy={act.busy} onClick={discard}>
              {t('anDiscard')}
            </Button>
            <Button tone="second" autoFocus onClick={() => setDiscarding(false)}>
              {t('keep')}
            </Button>
          </>
        }
      >
        <p>{t('anDiscardText')}</p>
      </Dialog>
    </header>
  );
}

function KeptLine({ kept, from, draftChangedAt }: { readonly kept: Kept; readonly from: string | null; readonly draftChangedAt: string | null }) {
  const words = {
    unchanged: from !== null ? t('anDrawnFrom', { version: shortOf(from) }) : draftChangedAt && t('anDraftKept', { time: formatMoment(draftChangedAt) }),
    saving: t('anSaving'),
    saved: t('anSaved', { time: kept.at ? formatTime(kept.at) : '' }),
    failed: t('anNotSaved'),
  };
  return (
    <p className="am-caption" role="status">
      {words[kept.state]}
    </p>
  );
}
