import { EmptyState, Notice, ResourceView, StatusPill, type Tone, dataOf } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import type { PluginsAnswer } from '../shared/health-answers.ts';
import { api } from './api.ts';
import { useLive } from './live.ts';
import { t } from './messages.ts';
import { Sheet } from './sheet.tsx';
import { Code, Milliseconds, Named, moment } from './words.tsx';

type Plugin = PluginsAnswer['plugins'][number];

/** Every plugin; a refused one first, with why. */
export function PluginsPage() {
  const live = useLive(
    (signal) => dataOf(api.GET('/api/operations/plugins', { signal })),
    [],
    ({ plugins }) => plugins.length === 0,
  );
  return (
    <Sheet at={live.at}>
      <ResourceView resource={live} empty={<EmptyState icon="puzzle" title={t('pluginsEmpty')} />}>
        {({ plugins }) => <Plugins plugins={plugins} />}
      </ResourceView>
    </Sheet>
  );
}

function Plugins({ plugins }: { readonly plugins: readonly Plugin[] }) {
  return (
    <>
      {plugins.map((plugin) => (
        <Findings key={plugin.id} plugin={plugin} />
      ))}
      <Table
        label={t('pluginsTitle')}
        rows={plugins}
        rowKey={(plugin) => plugin.id}
        columns={[
          {
            id: 'plugin',
            label: t('columnPlugin'),
            rowHeader: true,
            cell: (plugin) => <Named title={plugin.title} id={plugin.id} />,
          },
          { id: 'state', label: t('columnState'), cell: (plugin) => <PluginState plugin={plugin} /> },
          { id: 'version', label: t('columnVersion'), cell: (plugin) => (plugin.version ? <Code>{plugin.version}</Code> : t('withHub')) },
          { id: 'api', label: t('columnApi'), cell: (plugin) => (plugin.api ? <Code>{plugin.api}</Code> : '—') },
          { id: 'owner', label: t('columnOwner'), cell: (plugin) => plugin.owner || '—' },
          { id: 'pages', label: t('columnPages'), numeric: true, cell: (plugin) => plugin.pages },
          { id: 'routes', label: t('columnRoutes'), numeric: true, cell: (plugin) => plugin.routes },
          { id: 'jobs', label: t('columnJobs'), numeric: true, cell: (plugin) => plugin.jobs },
        ]}
      />
    </>
  );
}

/** Why a plugin was refused, and where it held up all others. */
function Findings({ plugin }: { readonly plugin: Plugin }) {
  const { refusal, blocked } = plugin;
  return (
    <>
      {refusal && (
        <Notice tone="danger" title={t('pluginRefused', { name: plugin.title })}>
          <p>
            {refusal.title}. {refusal.action}
          </p>
          <p>
            <Code>{refusal.code}</Code>
          </p>
          <pre className="op-text" dir="ltr">
            {refusal.detail}
          </pre>
        </Notice>
      )}
      {blocked && (
        <Notice tone="warn" title={t('pluginBlocked', { name: plugin.title })}>
          <p>
            {moment(blocked.seenAt)} · <Milliseconds value={blocked.blockedMs} />
          </p>
          <pre className="op-text" dir="ltr">
            {blocked.at}
          </pre>
        </Notice>
      )}
    </>
  );
}

function PluginState({ plugin }: { readonly plugin: Plugin }) {
  const tone: Tone | 'neutral' = plugin.state === 'started' ? 'success' : plugin.state === 'refused' ? 'danger' : 'neutral';
  const word = plugin.state === 'started' ? 'pluginStarted' : plugin.state === 'refused' ? 'pluginRefusedWord' : 'pluginOther';
  return <StatusPill tone={tone}>{t(word, { state: plugin.state })}</StatusPill>;
}
