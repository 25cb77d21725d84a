import {
  ActError,
  Button,
  EmptyState,
  FilterField,
  Notice,
  ResourceView,
  StatusPill,
  dataOf,
  formatMoment,
  may,
  page,
  useAct,
  useResource,
  useTyped,
} from '@amanah/ui';
import type { IconName, Tone } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { Select } from '@amanah/ui/select';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import { channels, deliveryStates, type Channel, type DeliveriesAnswer, type DeliveryRow, type DeliveryState } from '../shared/delivery-answers.ts';
import { api } from './api.ts';
import { t } from './messages.ts';

const looks = {
  waiting: { tone: 'neutral', icon: 'clock' },
  delayed: { tone: 'neutral', icon: 'moon' },
  sending: { tone: 'info', icon: 'send' },
  sent: { tone: 'success', icon: 'circle-check' },
  failed: { tone: 'danger', icon: 'circle-x' },
  unknown: { tone: 'warn', icon: 'triangle-alert' },
  suppressed: { tone: 'neutral', icon: 'minus' },
} as const satisfies Record<DeliveryState, { tone: Tone | 'neutral'; icon: IconName }>;

interface Filters {
  readonly person: string;
  readonly reference: string;
  readonly channel: Channel | 'all';
  readonly state: DeliveryState | 'all';
}

/** What became of each notice on each channel: found by person, reference, channel and state, never with its text. */
function DeliveriesPage() {
  const [filters, setFilters] = useState<Filters>({ person: '', reference: '', channel: 'all', state: 'all' });
  const person = useTyped(filters.person);
  const reference = useTyped(filters.reference);
  const query = {
    ...(person ? { person } : {}),
    ...(reference ? { reference } : {}),
    ...(filters.channel === 'all' ? {} : { channel: filters.channel }),
    ...(filters.state === 'all' ? {} : { state: filters.state }),
  };
  const asked = JSON.stringify(query);
  const resource = useResource(
    async (signal) => ({ asked, query, answer: await dataOf(api.GET('/api/notifications/deliveries', { params: { query }, signal })) }),
    [asked],
    { keep: true },
  );
  return (
    <div className="nt-sheet">
      <FilterBar filters={filters} onChange={(part) => setFilters((current) => ({ ...current, ...part }))} />
      <ResourceView resource={resource}>{(shown) => <Deliveries shown={shown} reload={resource.reload} />}</ResourceView>
    </div>
  );
}

export const lifecycles = page(DeliveriesPage);

function FilterBar({ filters, onChange }: { readonly filters: Filters; readonly onChange: (part: Partial<Filters>) => void }) {
  return (
    <div className="nt-filters">
      <FilterField label={t('findPerson')} placeholder={t('findPersonShort')} value={filters.person} onChange={(person) => onChange({ person })} />
      <FilterField
        label={t('findReference')}
        placeholder={t('findReferenceShort')}
        value={filters.reference}
        onChange={(reference) => onChange({ reference })}
      />
      <Select
        label={t('channel')}
        value={filters.channel}
        onChange={(channel) => onChange({ channel: (channel ?? 'all') as Filters['channel'] })}
        options={(['all', ...channels] as const).map((id) => ({ id, label: t(`channel_${id}`) }))}
      />
      <Select
        label={t('state')}
        value={filters.state}
        onChange={(state) => onChange({ state: (state ?? 'all') as Filters['state'] })}
        options={(['all', ...deliveryStates] as const).map((id) => ({ id, label: t(`state_${id}`) }))}
      />
    </div>
  );
}

/** An answer with the question it belongs to. */
interface Shown {
  readonly asked: string;
  readonly query: object;
  readonly answer: DeliveriesAnswer;
}

/** Stays mounted while the list is narrowed, so that a press on a row, or the question it opened, is not lost. */
function Deliveries({ shown: { asked, query, answer }, reload }: { readonly shown: Shown; readonly reload: () => void }) {
  const [further, setFurther] = useState<{ readonly asked: string; readonly rows: readonly DeliveryRow[] }>({ asked, rows: [] });
  const [asking, setAsking] = useState<DeliveryRow | null>(null);
  const act = useAct();
  const older = further.asked === asked ? further.rows : [];
  const rows = [...answer.deliveries, ...older];
  const repeat = async (row: DeliveryRow) => {
    setAsking(null);
    const done = await act.run(() => api.POST('/api/notifications/deliveries/{id}/repeat', { params: { path: { id: row.id } } }), t('repeated'));
    if (done) reload();
  };
  const more = async () => {
    const before = rows.at(-1)?.id ?? 1;
    const next = await act.run(() => dataOf(api.GET('/api/notifications/deliveries', { params: { query: { ...query, before } } })));
    if (next) setFurther({ asked, rows: [...older, ...next.deliveries] });
  };
  return (
    <>
      <Counts counts={answer.counts} />
      <ActError act={act} />
      {answer.personUnknown && <Notice tone="warn" title={t('personUnknown')} />}
      {rows.length === 0 ? (
        <EmptyState icon="send" title={t('deliveriesEmpty')}>
          {t('deliveriesEmptyText')}
        </EmptyState>
      ) : (
        <Rows rows={rows} busy={act.busy} onRepeat={(row) => (row.state === 'unknown' ? setAsking(row) : void repeat(row))} />
      )}
      {rows.length >= 50 && rows.length % 50 === 0 && (
        <div>
          <Button tone="second" size="small" busy={act.busy} onClick={() => void more()}>
            {t('older')}
          </Button>
        </div>
      )}
      <Dialog
        open={asking !== null}
        title={t('repeatTitle')}
        onClose={() => setAsking(null)}
        actions={
          <>
            <Button tone="second" autoFocus onClick={() => setAsking(null)}>
              {t('cancel')}
            </Button>
            <Button busy={act.busy} onClick={() => asking && void repeat(asking)}>
              {t('repeat')}
            </Button>
          </>
        }
      >
        {t('repeatText')}
      </Dialog>
    </>
  );
}

function Counts({ counts }: { readonly counts: DeliveriesAnswer['counts'] }) {
  return (
    <dl className="nt-counts" aria-label={t('countsTitle')}>
      {deliveryStates.map((state) => (
        <div key={state}>
          <dt className="am-caption">{t(`state_${state}`)}</dt>
          <dd>{counts[state] ?? 0}</dd>
        </div>
      ))}
    </dl>
  );
}

function Rows({ rows, busy, onRepeat }: { readonly rows: readonly DeliveryRow[]; readonly busy: boolean; readonly onRepeat: (row: DeliveryRow) => void }) {
  return (
    <Table
      label={t('deliveriesTitle')}
      rows={rows}
      rowKey={({ id }) => String(id)}
      columns={[
        { id: 'about', label: t('columnAbout'), rowHeader: true, cell: (row) => <About row={row} /> },
        { id: 'person', label: t('columnPerson'), cell: ({ person }) => person },
        { id: 'channel', label: t('channel'), cell: ({ channel }) => t(`channel_${channel}`) },
        { id: 'state', label: t('state'), cell: (row) => <State row={row} /> },
        { id: 'attempts', label: t('columnAttempts'), numeric: true, cell: ({ attempts }) => attempts },
        { id: 'told', label: t('columnTold'), cell: ({ toldAt }) => <span className="am-caption">{formatMoment(toldAt)}</span> },
        {
          id: 'act',
          label: t('repeat'),
          cell: (row) =>
            (row.state === 'failed' || row.state === 'unknown') && may('notifications:delivery.repeat') ? (
              <Button size="small" tone="second" icon="rotate-ccw" busy={busy} onClick={() => onRepeat(row)}>
                {t('repeat')}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}

function About({ row }: { readonly row: DeliveryRow }) {
  return (
    <span className="nt-cell">
      {row.about}
      <bdi className="am-caption" dir="ltr">
        {row.reference}
      </bdi>
    </span>
  );
}

function State({ row }: { readonly row: DeliveryRow }) {
  const { tone, icon } = looks[row.state];
  const said = [
    row.reason,
    row.nextAt && t('until', { moment: formatMoment(row.nextAt) }),
    row.segments !== null && t('segments', { count: row.segments }),
    row.error,
  ];
  return (
    <span className="nt-cell">
      <StatusPill tone={tone} icon={icon}>
        {t(`state_${row.state}`)}
      </StatusPill>
      {said.filter(Boolean).map((text) => (
        <span key={String(text)} className="am-caption">
          {text}
        </span>
      ))}
    </span>
  );
}
