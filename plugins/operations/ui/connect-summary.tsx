import { Definitions } from '@amanah/ui';
import type { ChoicesAnswer } from '../shared/system-answers.ts';
import type { Draft } from './connect-draft.ts';
import { t } from './messages.ts';
import { accessWords } from './systems-page.tsx';
import { Code } from './words.tsx';

/** What will be published, as it stands now. */
export function ConnectSummary({ draft, choices }: { readonly draft: Draft; readonly choices: ChoicesAnswer }) {
  const text = (value: string) => (value.trim() ? <Code>{value}</Code> : '—');
  return (
    <section className="op-card op-summary" aria-labelledby="op-summary">
      <h2 id="op-summary">{t('summaryTitle')}</h2>
      <Definitions
        items={[
          { term: t('systemId'), value: text(draft.id) },
          { term: t('columnOwner'), value: choices.units.find((unit) => unit.id === draft.owner)?.name ?? '—' },
          { term: t('serverTerm'), value: text(draft.upstream) },
          { term: t('address'), value: draft.host.trim() ? <Code>{`${draft.host.trim()}.${choices.domain}`}</Code> : '—' },
          { term: t('columnAccess'), value: draft.who === 'permission' ? text(draft.permission) : accessWords(draft.who) },
          { term: t('columnBridge'), value: t(`bridge_${draft.bridge as 'none'}`) },
          { term: t('barTerm'), value: draft.bar ? t('yes') : t('no') },
        ]}
      />
    </section>
  );
}
