import { dataOf, EmptyState, FilterField, page, ResourceView } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { ProcedureList } from '../../shared/answers/procedure-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { useLive } from '../staff/live.ts';
import { daysWords } from './times.ts';

type Line = ProcedureList['procedures'][number];

/** Every procedure with what runs on it, what is late, how long it takes and whom it serves; the busiest first. */
function ProceduresPage() {
  const live = useLive((signal) => dataOf(api.GET('/api/requests/procedures', { signal })), []);
  const [typed, type] = useState('');
  return (
    <div className="rs-sheet">
      <ResourceView resource={live} rows={8}>
        {({ procedures }) => (
          <>
            <FilterField label={t('anListFind')} value={typed} onChange={type} />
            <Procedures procedures={matching(procedures, typed)} whole={typed.trim() === ''} />
          </>
        )}
      </ResourceView>
    </div>
  );
}

function matching(procedures: readonly Line[], words: string): readonly Line[] {
  const wanted = words.trim().toLowerCase();
  const said = ({ title, services }: Line) => [title, ...services.flatMap(({ code, name }) => [code, name])].join(' ').toLowerCase();
  return procedures.filter((line) => said(line).includes(wanted)).toSorted((one, other) => other.running - one.running);
}

function Procedures({ procedures, whole }: { readonly procedures: readonly Line[]; readonly whole: boolean }) {
  return (
    <Table
      label={t('anListTitle')}
      rows={procedures}
      rowKey={({ id }) => id}
      empty={
        <EmptyState icon={whole ? 'route' : 'search-x'} title={t(whole ? 'anListEmpty' : 'anListNone')}>
          {whole ? undefined : t('anListNoneText')}
        </EmptyState>
      }
      columns={[
        {
          id: 'title',
          label: t('anProcedure'),
          rowHeader: true,
          cell: ({ id, title, services }) => (
            <span className="ra-name">
              <a href={`/staff/procedures/${id}`}>{title}</a>
              <span className="am-caption">{services.length === 1 ? services[0]?.name : t('anServicesCount', { count: services.length })}</span>
            </span>
          ),
        },
        { id: 'running', label: t('anRunning'), numeric: true, cell: ({ running }) => running },
        { id: 'late', label: t('anLate'), numeric: true, cell: ({ late }) => <span className={late > 0 ? 'ra-late' : undefined}>{late}</span> },
        { id: 'ended', label: t('anEnded90'), numeric: true, cell: ({ endedIn90Days }) => endedIn90Days },
        { id: 'median', label: t('anMedian'), cell: ({ medianDays }) => daysWords(medianDays) },
      ]}
    />
  );
}

export const lifecycles = page(ProceduresPage);
