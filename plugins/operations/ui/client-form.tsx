import { ApiProblem, Button, ActError, useAct, dataOf } from '@amanah/ui';
import { CheckboxGroup, RadioGroup, TextArea, TextField } from '@amanah/ui/fields';
import { ComboBox } from '@amanah/ui/select';
import { useState } from 'react';
import type { SecretAnswer } from '../shared/admin-answers.ts';
import { api } from './api.ts';
import { t } from './messages.ts';

const ways = ['basic', 'post', 'none'] as const;
const origins = ['national', 'staff'] as const;
const scopes = ['profile', 'email', 'roles', 'national_id'] as const;
const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

export interface ClientFormProps {
  /** Units that may answer for a system that calls the API. */
  readonly units: readonly { readonly id: string; readonly name: string }[];
  readonly onClose: (made: SecretAnswer | null) => void;
}

/** Registers a client. Addresses are compared letter by letter, so each stands on a line of its own. */
export function ClientForm({ units, onClose }: ClientFormProps) {
  const act = useAct();
  const [id, setId] = useState('');
  const [titleAr, setTitleAr] = useState('');
  const [titleEn, setTitleEn] = useState('');
  const [uris, setUris] = useState('');
  const [afterSignOut, setAfterSignOut] = useState('');
  const [backchannel, setBackchannel] = useState('');
  const [auth, setAuth] = useState<(typeof ways)[number]>('basic');
  const [signIn, setSignIn] = useState<(typeof origins)[number]>('national');
  const [chosen, setChosen] = useState<string[]>(['profile']);
  const [calls, setCalls] = useState<string[]>([]);
  const [owner, setOwner] = useState(units.length === 1 ? units[0]!.id : '');
  const fields = act.error instanceof ApiProblem ? (act.error.problem.fields ?? []) : [];
  const errorOf = (name: string) => fields.find((field) => field.path === name || field.path.startsWith(`${name}.`))?.message;
  const add = async () => {
    const body = {
      id: id.trim(),
      titleAr,
      titleEn,
      redirectUris: lines(uris),
      postLogoutRedirectUris: lines(afterSignOut),
      ...(backchannel.trim() ? { backchannelLogoutUri: backchannel.trim() } : {}),
      auth,
      signIn,
      scopes: chosen,
      api: calls.includes('api'),
      dpop: calls.includes('dpop'),
      ...(calls.includes('api') && owner ? { owner } : {}),
    };
    const made = await act.run(() => dataOf(api.POST('/api/operations/clients', { body })));
    if (made) onClose(made);
  };
  return (
    <form
      className="op-card op-fields"
      noValidate
      aria-label={t('clientAdd')}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h2>{t('clientAdd')}</h2>
      <ActError act={act} />
      <TextField type="url" label={t('clientId')} value={id} onChange={setId} error={errorOf('id')} />
      <div className="op-pair">
        <TextField optional label={t('titleAr')} value={titleAr} onChange={setTitleAr} />
        <TextField optional label={t('titleEn')} value={titleEn} onChange={setTitleEn} />
      </div>
      <TextArea rows={2} label={t('redirectUris')} hint={t('redirectHint')} value={uris} onChange={setUris} error={errorOf('redirectUris')} />
      <TextArea optional rows={2} label={t('afterSignOut')} value={afterSignOut} onChange={setAfterSignOut} error={errorOf('postLogoutRedirectUris')} />
      <TextField optional type="url" label={t('backchannel')} value={backchannel} onChange={setBackchannel} error={errorOf('backchannelLogoutUri')} />
      <RadioGroup
        inline
        label={t('clientAuth')}
        value={auth}
        onChange={setAuth}
        error={errorOf('auth')}
        choices={ways.map((way) => ({ id: way, label: t(`auth_${way}`) }))}
      />
      <RadioGroup
        inline
        label={t('clientSignIn')}
        value={signIn}
        onChange={setSignIn}
        choices={origins.map((way) => ({ id: way, label: t(`signIn_${way}`) }))}
      />
      <CheckboxGroup
        label={t('scopes')}
        value={chosen}
        onChange={setChosen}
        error={errorOf('scopes')}
        choices={scopes.map((scope) => ({ id: scope, label: t(`scope_${scope}`) }))}
      />
      <CheckboxGroup
        label={t('clientApi')}
        value={calls}
        onChange={setCalls}
        choices={(['api', 'dpop'] as const).map((one) => ({ id: one, label: t(`clientApi_${one}`) }))}
      />
      {calls.includes('api') && (
        <ComboBox
          id="owner"
          label={t('columnOwner')}
          options={units.map((unit) => ({ id: unit.id, label: unit.name }))}
          value={owner || null}
          onChange={(unit) => setOwner(unit ?? '')}
          error={errorOf('owner')}
        />
      )}
      <div className="am-actions">
        <Button type="submit" busy={act.busy}>
          {t('clientRegister')}
        </Button>
        <Button tone="quiet" onClick={() => onClose(null)}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
