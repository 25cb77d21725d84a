import { ActError, Button, EmptyState, ResourceView, Tag, dataOf, useAct } from '@amanah/ui';
import { ComboBox, Select } from '@amanah/ui/select';
import { Table } from '@amanah/ui/table';
import { Fragment, useState } from 'react';
import type { PortRow, PortsAnswer } from '../../shared/port-answers.ts';
import { api } from '../api.ts';
import { useLive } from '../live.ts';
import { t } from '../messages.ts';
import { Sheet } from '../sheet.tsx';
import { Code } from '../words.tsx';

/** Interfaces that plugins need, and who serves each of them in which municipality. */
export function PortsPage() {
  const live = useLive(
    (signal) => dataOf(api.GET('/api/operations/ports', { signal })),
    [],
    ({ ports }) => ports.length === 0,
  );
  return (
    <Sheet at={live.at}>
      <ResourceView
        resource={live}
        empty={
          <EmptyState icon="network" title={t('portsEmpty')}>
            {t('portsEmptyText')}
          </EmptyState>
        }
      >
        {({ ports, units }) => ports.map((port) => <PortCard key={port.port} port={port} units={units} reload={live.reload} />)}
      </ResourceView>
    </Sheet>
  );
}

const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }) => `${kind}/${id}`;

function PortCard({ port, units, reload }: { readonly port: PortRow; readonly units: PortsAnswer['units']; readonly reload: () => void }) {
  const act = useAct();
  const [unit, setUnit] = useState('');
  const [provider, setProvider] = useState('');
  const assign = async () => {
    const chosen = port.providers.find((one) => keyOf(one) === provider);
    if (!chosen || !unit) return;
    const done = await act.run(
      () => api.POST('/api/operations/ports/assign', { body: { port: port.port, unit, kind: chosen.kind, provider: chosen.id } }),
      t('portAssigned'),
    );
    if (done !== null) reload();
  };
  const unassign = (from: string) =>
    act.run(() => api.POST('/api/operations/ports/unassign', { body: { port: port.port, unit: from } }), t('portUnassigned')).then(reload);
  return (
    <section className="op-card op-fields" aria-label={port.title}>
      <h2>{port.title}</h2>
      <p className="am-caption">
        <Code>{port.port}</Code>
        {port.operations.map((operation) => (
          <Fragment key={operation}>
            {' · '}
            <Code>{operation}</Code>
          </Fragment>
        ))}
      </p>
      <ActError act={act} />
      <Table
        label={port.title}
        rows={port.assignments}
        rowKey={(one) => `${one.unit} ${one.source}`}
        columns={[
          { id: 'unit', label: t('portUnit'), rowHeader: true, cell: (one) => one.unitName },
          { id: 'by', label: t('portBy'), cell: (one) => one.by.title },
          { id: 'kind', label: t('portKind'), cell: (one) => <Tag>{t(`portKind_${one.by.kind}`)}</Tag> },
          { id: 'source', label: t('columnSource'), cell: (one) => t(one.source === 'file' ? 'sourceFile' : 'sourceOperations') },
          {
            id: 'acts',
            label: t('columnActs'),
            cell: (one) =>
              one.mine &&
              one.source === 'operations' && (
                <Button tone="quiet" size="small" busy={act.busy} onClick={() => void unassign(one.unit)}>
                  {t('portUnassign')}
                </Button>
              ),
          },
        ]}
      />
      <div className="op-filters">
        <ComboBox
          label={t('portUnit')}
          options={units.map(({ id, name }) => ({ id, label: name }))}
          value={unit || null}
          onChange={(chosen) => setUnit(chosen ?? '')}
        />
        <Select
          label={t('portBy')}
          options={port.providers.map((one) => ({ id: keyOf(one), label: one.title }))}
          value={provider || null}
          onChange={(chosen) => setProvider(chosen ?? '')}
        />
        <Button size="small" busy={act.busy} disabled={!unit || !provider} onClick={() => void assign()}>
          {t('portAssign')}
        </Button>
      </div>
    </section>
  );
}
