import { ActError, ApiProblem, Button, dataOf, useAct } from '@amanah/ui';
import { TextArea, TextField } from '@amanah/ui/fields';
import { ComboBox } from '@amanah/ui/select';
import { useState } from 'react';
import { api } from '../api.ts';
import { t } from '../messages.ts';

export interface WebhookFormProps {
  readonly types: readonly string[];
  readonly units: readonly { readonly id: string; readonly name: string }[];
  readonly onClose: (made: { readonly id: string; readonly secret: string } | null) => void;
}

/** Subscribes an address to events. */
export function WebhookForm({ types, units, onClose }: WebhookFormProps) {
  const [url, setUrl] = useState('');
  const [wanted, setWanted] = useState('');
  const [owner, setOwner] = useState(units.length === 1 ? units[0]!.id : '');
  const act = useAct();
  const fields = act.error instanceof ApiProblem ? (act.error.problem.fields ?? []) : [];
  const errorOf = (name: string) => fields.find(({ path }) => path === name || path.startsWith(`${name}.`))?.message;
  const add = async () => {
    const list = wanted.split(/[\s,]+/).filter(Boolean);
    const made = await act.run(() => dataOf(api.POST('/api/operations/webhooks', { body: { url, types: list, owner } })));
    if (made) onClose(made);
  };
  return (
    <form
      className="op-card op-fields"
      noValidate
      aria-label={t('webhookAdd')}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h2>{t('webhookAdd')}</h2>
      <ActError act={act} />
      <TextField id="url" type="url" label={t('webhookUrl')} hint={t('webhookUrlHint')} value={url} onChange={setUrl} error={errorOf('url')} />
      <TextArea
        id="types"
        rows={3}
        label={t('webhookTypes')}
        hint={t('webhookTypesHint', { types: types.join('، ') || 'services.*' })}
        value={wanted}
        onChange={setWanted}
        error={errorOf('types')}
      />
      <ComboBox
        id="owner"
        label={t('columnOwner')}
        options={units.map(({ id, name }) => ({ id, label: name }))}
        value={owner || null}
        onChange={(chosen) => setOwner(chosen ?? '')}
        error={errorOf('owner')}
      />
      <div className="am-actions">
        <Button type="submit" busy={act.busy}>
          {t('webhookSubscribe')}
        </Button>
        <Button tone="quiet" onClick={() => onClose(null)}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
