import { ActError, ApiProblem, Button, dataOf, EmptyState, ResourceView, useAct } from '@amanah/ui';
import { ComboBox } from '@amanah/ui/select';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { ClientGrantsAnswer } from '../shared/client-grant-answers.ts';
import { api } from './api.ts';
import { useLive } from './live.ts';
import { t } from './messages.ts';
import { Named } from './words.tsx';

export interface ClientGrantsProps {
  readonly client: { readonly id: string; readonly title: string };
  /** Whether the reader may change them. */
  readonly mine: boolean;
  readonly onClose: () => void;
}

/** What one system may do in the hub's own API: each permission with the unit it holds on, and a form for another. */
export function ClientGrants({ client, mine, onClose }: ClientGrantsProps) {
  const path = { id: client.id };
  const live = useLive((signal) => dataOf(api.GET('/api/operations/clients/{id}/grants', { signal, params: { path } })), [client.id]);
  const act = useAct();
  const revoke = async ({ permission, unit }: ClientGrantsAnswer['grants'][number]) => {
    await act.run(() => api.DELETE('/api/operations/clients/{id}/grants', { params: { path, query: { permission, unit } } }), t('grantRevoked'));
    live.reload();
  };
  return (
    <section className="op-card" aria-label={t('grantsOf', { name: client.title })}>
      <h2>{t('grantsOf', { name: client.title })}</h2>
      <ActError act={act} />
      <ResourceView resource={live}>
        {({ grants, permissions, units }) => (
          <>
            {grants.length === 0 ? (
              <EmptyState icon="shield" title={t('grantsEmpty')}>
                {t('grantsEmptyText')}
              </EmptyState>
            ) : (
              <Table
                label={t('grantsOf', { name: client.title })}
                rows={grants}
                rowKey={(one) => `${one.permission}@${one.unit}`}
                columns={[
                  { id: 'permission', label: t('grantPermission'), rowHeader: true, cell: (one) => <Named title={one.title} id={one.permission} /> },
                  { id: 'unit', label: t('grantUnit'), cell: (one) => one.unitName },
                  {
                    id: 'acts',
                    label: t('columnActs'),
                    cell: (one) =>
                      mine && (
                        <Button size="small" tone="danger" busy={act.busy} onClick={() => void revoke(one)}>
                          {t('grantRevoke')}
                        </Button>
                      ),
                  },
                ]}
              />
            )}
            {mine && <GrantForm client={client.id} permissions={permissions} units={units} onMade={live.reload} />}
          </>
        )}
      </ResourceView>
      <div className="am-actions">
        <Button tone="quiet" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
    </section>
  );
}

interface GrantFormProps extends Pick<ClientGrantsAnswer, 'permissions' | 'units'> {
  readonly client: string;
  readonly onMade: () => void;
}

function GrantForm({ client, permissions, units, onMade }: GrantFormProps) {
  const [permission, setPermission] = useState('');
  const [unit, setUnit] = useState(units.length === 1 ? units[0]!.id : '');
  const act = useAct();
  const fields = act.error instanceof ApiProblem ? (act.error.problem.fields ?? []) : [];
  const errorOf = (name: string) => fields.find((field) => field.path === name)?.message;
  const give = async () => {
    const body = { permission, unit };
    const made = await act.run(() => dataOf(api.POST('/api/operations/clients/{id}/grants', { params: { path: { id: client } }, body })), t('grantMade'));
    if (made) onMade();
  };
  return (
    <form
      className="op-fields"
      noValidate
      aria-label={t('grantAdd')}
      onSubmit={(event) => {
        event.preventDefault();
        void give();
      }}
    >
      <ActError act={act} />
      <div className="op-pair">
        <ComboBox
          id="permission"
          label={t('grantPermission')}
          options={permissions.map(({ id, title }) => ({ id, label: title }))}
          value={permission || null}
          onChange={(chosen) => setPermission(chosen ?? '')}
          error={errorOf('permission')}
        />
        <ComboBox
          id="unit"
          label={t('grantUnit')}
          options={units.map(({ id, name }) => ({ id, label: name }))}
          value={unit || null}
          onChange={(chosen) => setUnit(chosen ?? '')}
          error={errorOf('unit')}
        />
      </div>
      <div className="am-actions">
        <Button type="submit" size="small" busy={act.busy}>
          {t('grantAdd')}
        </Button>
      </div>
    </form>
  );
}
