import { ResourceView, dataOf, useMount, useResource } from '@amanah/ui';
import { useEffect } from 'react';
import type { ProgrammeState } from '../../contract.ts';
import type { OfficeProgramme } from '../../shared/programme.ts';
import { api } from '../api.ts';
import { ProgrammeForm } from './programme-form.tsx';
import './office.css';

/** In these states things happen without the person; they are looked at again after so many milliseconds. */
const moving: readonly ProgrammeState[] = ['scheduled', 'live', 'uploading', 'checking', 'transcoding'];
const lookAgainMs = 3_000;

/** One programme at work. */
export function ProgrammePage() {
  const { programme = '' } = useMount().params;
  const resource = useResource((signal) => load(programme, signal), [programme]);
  const isMoving = resource.status === 'ready' && moving.includes(resource.data.one.state);
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(resource.reload, lookAgainMs);
    return () => clearInterval(timer);
  }, [isMoving, resource.reload]);
  return (
    <ResourceView resource={resource} rows={8}>
      {({ one, units }) => <ProgrammeForm key={one.id} programme={one} units={units} reload={resource.reload} />}
    </ResourceView>
  );
}

async function load(id: string, signal: AbortSignal) {
  const [one, { units }] = await Promise.all([
    dataOf(api.GET('/api/media/office/programmes/{id}', { signal, params: { path: { id } } })),
    dataOf(api.GET('/api/media/office/choices', { signal })),
  ]);
  return { one: one as OfficeProgramme, units };
}
