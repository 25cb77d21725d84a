import { StatusPill, Stepper, type IconName, type Tone } from '@amanah/ui';
import type { ImportAnswer, RowResult, Stage } from '../../shared/rollout-answers.ts';
import { t } from '../messages.ts';

type Look = readonly [Tone | 'neutral', IconName];
const stageOrder: readonly Stage[] = ['legacy', 'parallel', 'new', 'archived'];
const importLooks: Readonly<Record<ImportAnswer['state'], Look>> = {
  running: ['info', 'loader-circle'],
  paused: ['warn', 'clock'],
  cancelled: ['neutral', 'ban'],
  done: ['success', 'circle-check'],
  failed: ['danger', 'circle-x'],
};
const resultLooks: Readonly<Record<RowResult, Look>> = {
  fresh: ['success', 'plus'],
  changed: ['info', 'refresh-cw'],
  same: ['neutral', 'check'],
  bad: ['danger', 'circle-x'],
};

/** The four stages of a municipality with where it stands. */
export function StageSteps({ stage }: { readonly stage: Stage }) {
  return <Stepper label={t('rolloutStages')} steps={stageOrder.map((one) => t(`rolloutStage-${one}`))} current={stageOrder.indexOf(stage)} />;
}

export function ImportState({ state }: { readonly state: ImportAnswer['state'] }) {
  const [tone, icon] = importLooks[state];
  return (
    <StatusPill tone={tone} icon={icon}>
      {t(`rolloutState-${state}`)}
    </StatusPill>
  );
}

export function RowResultPill({ result }: { readonly result: RowResult }) {
  const [tone, icon] = resultLooks[result];
  return (
    <StatusPill tone={tone} icon={icon}>
      {t(`rolloutResult-${result}`)}
    </StatusPill>
  );
}
