import { StatusPill } from '@amanah/ui';
import type { ProgrammeState } from '../../contract.ts';
import { t } from './messages.ts';

const looks = {
  scheduled: { tone: 'info', icon: 'calendar', words: 'stateScheduled' },
  live: { tone: 'danger', icon: 'megaphone', words: 'stateLive' },
  ended: { tone: 'warn', icon: 'clock', words: 'stateEnded' },
  uploading: { tone: 'info', icon: 'cloud-upload', words: 'stateUploading' },
  checking: { tone: 'info', icon: 'shield', words: 'stateChecking' },
  transcoding: { tone: 'info', icon: 'settings', words: 'stateTranscoding' },
  ready: { tone: 'warn', icon: 'clock', words: 'stateReady' },
  published: { tone: 'success', icon: 'circle-check', words: 'statePublished' },
  refused: { tone: 'danger', icon: 'ban', words: 'stateRefused' },
  failed: { tone: 'danger', icon: 'circle-x', words: 'stateFailed' },
  withdrawn: { tone: 'neutral', icon: 'undo-2', words: 'stateWithdrawn' },
} as const;

export function stateWords(state: ProgrammeState): string {
  return t(looks[state].words);
}

export function StatePill({ state }: { readonly state: ProgrammeState }) {
  const { tone, icon } = looks[state];
  return (
    <StatusPill tone={tone} icon={icon}>
      {stateWords(state)}
    </StatusPill>
  );
}
