import { Loading, ResourceView, Segments, useMount, useResource, dataOf } from '@amanah/ui';
import { RadioGroup } from '@amanah/ui/fields';
import { useState } from 'react';
import { api } from './api.ts';
import { CallsForm } from './calls/calls-form.tsx';
import { protocols, type Protocol } from './calls/calls-draft.ts';
import { ConnectForm } from './connect-form.tsx';
import { ConnectYaml } from './connect-yaml.tsx';
import { t } from './messages.ts';
import { Sheet } from './sheet.tsx';

/** Connects a system, or changes one that was connected here: by steps, or by its YAML. */
export function ConnectPage() {
  const { params } = useMount();
  const editing = params.id;
  const [way, setWay] = useState('form');
  const [kind, setKind] = useState<'webapp' | Protocol>('webapp');
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
              <>
                {!system && <Kinds kind={kind} onChange={setKind} />}
                {kind === 'webapp' ? (
                  <ConnectForm choices={choices} {...(system ? { before: system.definition } : {})} />
                ) : (
                  <CallsForm key={kind} protocol={kind} choices={choices} />
                )}
              </>
            ) : (
              <ConnectYaml {...(system ? { before: system.yaml } : {})} />
            )
          }
        </ResourceView>
      )}
    </Sheet>
  );
}

/** What the system is: entered by people, or called by its operations. */
function Kinds({ kind, onChange }: { readonly kind: 'webapp' | Protocol; readonly onChange: (kind: 'webapp' | Protocol) => void }) {
  return (
    <section className="op-card">
      <RadioGroup
        inline
        label={t('columnKind')}
        value={kind}
        onChange={(chosen) => onChange(chosen as 'webapp' | Protocol)}
        choices={(['webapp', ...protocols] as const).map((id) => ({ id, label: t(`kind_${id}`) }))}
      />
    </section>
  );
}
