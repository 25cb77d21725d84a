import { StatusPill } from '@amanah/ui';
import type { NewsState } from '../../shared/news-states.ts';
import { t } from '../messages.ts';

const looks = {
  draft: { tone: 'neutral', icon: 'pencil', words: 'newsStateDraft' },
  waiting: { tone: 'warn', icon: 'clock', words: 'newsStateWaiting' },
  approved: { tone: 'info', icon: 'calendar', words: 'newsStateApproved' },
  published: { tone: 'success', icon: 'circle-check', words: 'newsStatePublished' },
  withdrawn: { tone: 'danger', icon: 'undo-2', words: 'newsStateWithdrawn' },
} as const;

export function stateWords(state: NewsState): string {
  return t(looks[state].words);
}

/** The state of a text; beside it, whether readers see an earlier one. */
export function StatePill({ state, out }: { readonly state: NewsState; readonly out: boolean }) {
  const { tone, icon } = looks[state];
  return (
    <span className="so-states">
      <StatusPill tone={tone} icon={icon}>
        {stateWords(state)}
      </StatusPill>
      {out && state !== 'published' && <span className="am-caption">{t('newsOutBeside')}</span>}
    </span>
  );
}
