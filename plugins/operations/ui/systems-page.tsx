import { EmptyState, LinkButton, Notice, ResourceView, may, dataOf } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import type { SystemsAnswer } from '../shared/system-answers.ts';
import { api } from './api.ts';
import { useLive } from './live.ts';
import { t } from './messages.ts';
import { ProblemTable } from './problem-table.tsx';
import { Sheet } from './sheet.tsx';
import { Code, Named, StatePill, moment } from './words.tsx';

/** Connected systems, and definitions that were refused with file, line, field and what was expected. */
export function SystemsPage() {
  const live = useLive((signal) => dataOf(api.GET('/api/operations/systems', { signal })), []);
  const connect = may('operations:system.manage') && (
    <LinkButton size="small" icon="plus" href="/operations/connect">
      {t('connectTitle')}
    </LinkButton>
  );
  return (
    <Sheet at={live.at} actions={connect}>
      <ResourceView resource={live} rows={6}>
        {(answer) => <Systems answer={answer} />}
      </ResourceView>
    </Sheet>
  );
}

function Systems({ answer: { systems, problems, waiting } }: { readonly answer: SystemsAnswer }) {
  return (
    <>
      {problems.length > 0 && (
        <section className="op-stack" aria-label={t('problemsTitle')}>
          <Notice tone="danger" title={t('problemsTitle')}>
            {t('problemsText')}
          </Notice>
          <ProblemTable problems={problems} />
        </section>
      )}
      <Table
        label={t('systemsTitle')}
        rows={systems}
        rowKey={(system) => system.id}
        empty={<EmptyState icon="plug" title={t('systemsEmpty')} />}
        columns={[
          {
            id: 'system',
            label: t('columnSystem'),
            rowHeader: true,
            cell: (system) => <Named title={system.title} id={system.id} to={`/operations/systems/${system.id}`} />,
          },
          {
            id: 'state',
            label: t('columnState'),
            cell: (system) => (
              <span className="op-name">
                <StatePill state={system.state} />
                {system.since && <span className="am-caption">{t('sinceAt', { time: moment(system.since) })}</span>}
              </span>
            ),
          },
          { id: 'owner', label: t('columnOwner'), cell: (system) => system.ownerName },
          { id: 'access', label: t('columnAccess'), cell: (system) => accessWords(system.access) },
          { id: 'bridge', label: t('columnBridge'), cell: (system) => t(`bridge_${(system.bridge ?? 'none') as 'none'}`) },
          { id: 'source', label: t('columnSource'), cell: (system) => (system.source === 'file' ? t('sourceFile') : t('sourceOperations')) },
        ]}
      />
      {waiting.length > 0 && (
        <p className="am-caption">{t('waitingStandIns', { names: waiting.map(({ title, waitsFor }) => `${title} (${waitsFor})`).join(' · ') })}</p>
      )}
    </>
  );
}

/** Who may enter, in words; a permission keeps its name. */
export function accessWords(access: string) {
  if (access === 'public') return t('access_public');
  if (access === 'signed-in') return t('access_signedIn');
  return <Code>{access}</Code>;
}
