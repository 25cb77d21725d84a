import { Button, Chip, EmptyState, FilterField, LinkButton, ResourceView, currentLanguage, dataOf, formatMoment, may, useResource, useTyped } from '@amanah/ui';
import { Select } from '@amanah/ui/select';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { ProgrammeKind, ProgrammeState } from '../../contract.ts';
import type { OfficeProgramme, OfficeUnit } from '../../shared/programme.ts';
import { api } from '../api.ts';
import { t } from './messages.ts';
import { StatePill, stateWords } from './state-pill.tsx';
import './office.css';

/** States that are asked for together: a person looks for what is on air, at work, waiting, out or stuck. */
const groups: readonly (readonly [string, readonly ProgrammeState[]])[] = [
  ['scheduled', ['scheduled']],
  ['live', ['live']],
  ['working', ['uploading', 'checking', 'transcoding']],
  ['waiting', ['ended', 'ready']],
  ['published', ['published']],
  ['withdrawn', ['withdrawn']],
  ['stuck', ['refused', 'failed']],
];
const ofMany = { working: 'statesWorking', waiting: 'statesWaiting', stuck: 'statesStuck' } as const;

/** Programmes of the units that the person works for, whatever their state. */
export function OfficePage() {
  const [group, setGroup] = useState<string | null>(null);
  const [kind, setKind] = useState<ProgrammeKind | null>(null);
  const [unit, setUnit] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const search = useTyped(typed);
  const [pages, setPages] = useState(1);
  const states = groups.find(([id]) => id === group)?.[1];
  const query = { ...(states && { states: states.join(',') }), ...(kind && { kind }), ...(unit && { unit }), ...(search && { search }) };
  const resource = useResource((signal) => load(query, pages, signal), [group, kind, unit, search, pages], { keep: true });
  const narrowed = Object.keys(query).length > 0;
  const narrow = (change: () => void) => {
    change();
    setPages(1);
  };
  return (
    <div className="mo-office">
      <div className="mo-bar">
        <FilterField label={t('search')} value={typed} onChange={(words) => narrow(() => setTyped(words))} />
        <div className="mo-acts">
          <LinkButton tone="quiet" icon="radio" href="/staff/media/channels">
            {t('channels')}
          </LinkButton>
          <LinkButton tone="quiet" icon="list-video" href="/staff/media/playlists">
            {t('playlists')}
          </LinkButton>
          <LinkButton tone="quiet" icon="database" href="/staff/media/storage">
            {t('storage')}
          </LinkButton>
          {may('media:broadcast.run') && (
            <LinkButton tone="second" icon="megaphone" href="/staff/media/new-broadcast">
              {t('newBroadcast')}
            </LinkButton>
          )}
          {may('media:programme.write') && (
            <LinkButton icon="upload" href="/staff/media/new-upload">
              {t('newUpload')}
            </LinkButton>
          )}
        </div>
      </div>
      <ResourceView resource={resource} rows={6}>
        {({ programmes, next, units }) => (
          <>
            <div className="am-row" role="group" aria-label={t('states')}>
              <Chip selected={group === null} onClick={() => narrow(() => setGroup(null))}>
                {t('all')}
              </Chip>
              {groups.map(([id, [first]]) => (
                <Chip key={id} selected={group === id} onClick={() => narrow(() => setGroup(group === id ? null : id))}>
                  {id in ofMany ? t(ofMany[id as keyof typeof ofMany]) : stateWords(first!)}
                </Chip>
              ))}
            </div>
            <div className="am-row" role="group" aria-label={t('kinds')}>
              {(['video', 'audio'] as const).map((one) => (
                <Chip key={one} selected={kind === one} onClick={() => narrow(() => setKind(kind === one ? null : one))}>
                  {t(one === 'video' ? 'kindVideo' : 'kindAudio')}
                </Chip>
              ))}
            </div>
            {units.length > 1 && <UnitChoice units={units} unit={unit} onUnit={(chosen) => narrow(() => setUnit(chosen))} />}
            <Programmes programmes={programmes} units={units} narrowed={narrowed} />
            {next && (
              <div>
                <Button tone="second" onClick={() => setPages(pages + 1)}>
                  {t('more')}
                </Button>
              </div>
            )}
          </>
        )}
      </ResourceView>
    </div>
  );
}

function UnitChoice({
  units,
  unit,
  onUnit,
}: {
  readonly units: readonly OfficeUnit[];
  readonly unit: string | null;
  readonly onUnit: (id: string | null) => void;
}) {
  const all = '*';
  const options = [{ id: all, label: t('allUnits') }, ...units.map(({ id, name }) => ({ id, label: name[currentLanguage()] }))];
  return (
    <div className="mo-narrow">
      <Select label={t('unit')} optional options={options} value={unit ?? all} onChange={(id) => onUnit(id === all ? null : id)} />
    </div>
  );
}

interface ProgrammesProps {
  readonly programmes: readonly OfficeProgramme[];
  readonly units: readonly OfficeUnit[];
  readonly narrowed: boolean;
}

function Programmes({ programmes, units, narrowed }: ProgrammesProps) {
  const language = currentLanguage();
  return (
    <Table
      label={t('programmes')}
      rows={programmes}
      rowKey={({ id }) => id}
      empty={
        <EmptyState icon="megaphone" title={t(narrowed ? 'nothingFound' : 'emptyTitle')}>
          {t(narrowed ? 'nothingFoundText' : 'emptyText')}
        </EmptyState>
      }
      columns={[
        {
          id: 'title',
          label: t('fieldTitle'),
          rowHeader: true,
          cell: ({ id, title }) => (
            <a className="mo-title" href={`/staff/media/programmes/${id}`}>
              {title[language]}
            </a>
          ),
        },
        { id: 'state', label: t('columnState'), cell: ({ state }) => <StatePill state={state} /> },
        { id: 'kind', label: t('columnKind'), cell: ({ kind, origin }) => t(kindWords[`${origin}-${kind}`]) },
        { id: 'unit', label: t('unit'), cell: ({ unit }) => units.find(({ id }) => id === unit)?.name[language] ?? unit },
        { id: 'moment', label: t('columnMoment'), cell: ({ startsAt, createdAt }) => formatMoment(startsAt ?? createdAt) },
      ]}
    />
  );
}

export const kindWords = { 'live-video': 'kindLiveVideo', 'live-audio': 'kindLiveAudio', 'upload-video': 'kindVideo', 'upload-audio': 'kindAudio' } as const;

type Query = { states?: string; kind?: ProgrammeKind; unit?: string; search?: string };

/** The first so many pages of the list, as one. */
async function load(query: Query, pages: number, signal: AbortSignal) {
  const { units } = await dataOf(api.GET('/api/media/office/choices', { signal }));
  const programmes: OfficeProgramme[] = [];
  let next: string | null = null;
  for (let page = 0; page < pages; page++) {
    const found: { programmes: readonly unknown[]; next: string | null } = await dataOf(
      api.GET('/api/media/office/programmes', { signal, params: { query: { ...query, ...(next && { after: next }) } } }),
    );
    programmes.push(...(found.programmes as readonly OfficeProgramme[]));
    next = found.next;
    if (next === null) break;
  }
  return { programmes, next, units };
}
