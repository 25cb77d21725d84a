import { Loading, ResourceView, Segments, useMount, useResource, dataOf } from '@amanah/ui';
import { useState } from 'react';
import { api } from './api.ts';
import { ConnectForm } from './connect-form.tsx';
import { ConnectYaml } from './connect-yaml.tsx';
import { t } from './messages.ts';
import { Sheet } from './sheet.tsx';

/** Connects a system, or changes one that was connected here: by steps, or by its YAML. */
export function ConnectPage() {
  const { params } = useMount();
  const editing = params.id;
  const [way, setWay] = useState('form');
  const resource = useResource(
    (signal) =>
      Promise.all([
        dataOf(api.GET('/api/operations/choices', { signal })),
        editing ? dataOf(api.GET('/api/operations/systems/{id}', { params: { path: { id: editing } }, signal })) : null,
      ]),
    [editing],
  );
  return (
    <Sheet
      actions={
        <Segments
          label={t('wayLabel')}
          value={way}
          onChange={setWay}
          segments={[
            { id: 'form', label: t('wayForm'), icon: 'list' },
            { id: 'yaml', label: t('wayYaml'), icon: 'file-text' },
          ]}
        />
      }
    >
      {resource.status === 'loading' ? (
        <Loading rows={4} />
      ) : (
        <ResourceView resource={resource}>
          {([choices, system]) =>
            way === 'form' ? (
              <ConnectForm choices={choices} {...(system ? { before: system.definition } : {})} />
            ) : (
              <ConnectYaml {...(system ? { before: system.yaml } : {})} />
            )
          }
        </ResourceView>
      )}
    </Sheet>
  );
}
