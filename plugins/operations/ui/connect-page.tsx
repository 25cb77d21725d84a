import { Loading, ResourceView, Segments, useMount, useResource, dataOf } from '@amanah/ui';
import { RadioGroup } from '@amanah/ui/fields';
import { useState } from 'react';
import type { ChoicesAnswer } from '../shared/system-answers.ts';
import { api } from './api.ts';
import { CallsForm } from './calls/calls-form.tsx';
import { ownProtocols } from './calls/connection-draft.ts';
import { ConnectForm } from './connect-form.tsx';
import { ConnectYaml } from './connect-yaml.tsx';
import { t } from './messages.ts';
import { Sheet } from './sheet.tsx';

/** Connects a system, or changes one that was connected here: by steps, or by its YAML. */
export function ConnectPage() {
  const { params } = useMount();
  const editing = params.id;
  const [way, setWay] = useState('form');
  const [chosen, setKind] = useState('webapp');
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
          {([choices, system]) => {
            if (way !== 'form') return <ConnectYaml {...(system ? { before: system.yaml } : {})} />;
            const kind = system?.system.adapter ?? chosen;
            const Form = kind === 'webapp' ? ConnectForm : CallsForm;
            return (
              <>
                {!system && <Kinds kind={kind} adapters={choices.adapters} onChange={setKind} />}
                <Form key={kind} protocol={kind} choices={choices} {...(system ? { before: system.definition } : {})} />
              </>
            );
          }}
        </ResourceView>
      )}
    </Sheet>
  );
}

interface KindsProps {
  readonly kind: string;
  readonly adapters: ChoicesAnswer['adapters'];
  readonly onChange: (kind: string) => void;
}

/** What the system is: entered by people, or called by its operations; adapters that were added later stand last, in their own words. */
function Kinds({ kind, adapters, onChange }: KindsProps) {
  return (
    <section className="op-card">
      <RadioGroup
        inline
        label={t('columnKind')}
        value={kind}
        onChange={onChange}
        choices={[
          ...(['webapp', ...ownProtocols] as const).map((id) => ({ id, label: t(`kind_${id}`) })),
          ...adapters.map(({ protocol, title }) => ({ id: protocol, label: title })),
        ]}
      />
    </section>
  );
}
