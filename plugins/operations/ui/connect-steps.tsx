import { useMemo } from 'react';
import { CheckboxGroup, RadioGroup, Switch, TextArea, TextField } from '@amanah/ui/fields';
import { ComboBox, Select } from '@amanah/ui/select';
import type { ChoicesAnswer } from '../shared/system-answers.ts';
import type { Draft } from './connect-draft.ts';
import { t } from './messages.ts';

export interface StepProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly errors: Partial<Record<keyof Draft, string>>;
  readonly choices: ChoicesAnswer;
  /** The id names the running system and stays. */
  readonly editing: boolean;
}

const bridges = ['none', 'headers', 'jwt', 'basic', 'form', 'oidc'] as const;

/** What it is and whose. */
export function WhatStep({ draft, change, errors, choices, editing }: StepProps) {
  const units = useMemo(() => choices.units.map((unit) => ({ id: unit.id, label: unit.name })), [choices]);
  return (
    <>
      <div className="op-pair">
        <TextField id="titleAr" label={t('titleAr')} value={draft.titleAr} onChange={(titleAr) => change({ titleAr })} error={errors.titleAr} />
        <TextField id="titleEn" label={t('titleEn')} value={draft.titleEn} onChange={(titleEn) => change({ titleEn })} error={errors.titleEn} />
      </div>
      <TextField
        id="id"
        type="url"
        label={t('systemId')}
        hint={t('systemIdHint')}
        readOnly={editing}
        value={draft.id}
        onChange={(id) => change(draft.host === '' || draft.host === draft.id ? { id, host: id } : { id })}
        error={errors.id}
      />
      <ComboBox
        id="owner"
        label={t('columnOwner')}
        options={units}
        value={draft.owner || null}
        onChange={(owner) => change({ owner: owner ?? '' })}
        error={errors.owner}
      />
      <div className="op-pair">
        <TextField
          id="descriptionAr"
          optional
          label={t('descriptionAr')}
          value={draft.descriptionAr}
          onChange={(descriptionAr) => change({ descriptionAr })}
          error={errors.descriptionAr}
        />
        <TextField
          id="descriptionEn"
          optional
          label={t('descriptionEn')}
          value={draft.descriptionEn}
          onChange={(descriptionEn) => change({ descriptionEn })}
          error={errors.descriptionEn}
        />
      </div>
    </>
  );
}

/** Where it runs, and under which name the portal shows it. */
export function WhereStep({ draft, change, errors, choices }: StepProps) {
  return (
    <>
      <TextField
        id="upstream"
        type="url"
        label={t('upstream')}
        hint={t('upstreamHint')}
        value={draft.upstream}
        onChange={(upstream) => change({ upstream })}
        error={errors.upstream}
      />
      <TextField
        id="host"
        type="url"
        label={t('host')}
        hint={t('hostHint')}
        value={draft.host}
        onChange={(host) => change({ host })}
        error={errors.host}
        unit={<bdi dir="ltr">.{choices.domain}</bdi>}
      />
      <Switch checked={draft.preserveHost} onChange={(preserveHost) => change({ preserveHost })}>
        {t('preserveHost')}
      </Switch>
      <TextField
        id="probePath"
        type="url"
        label={t('probePath')}
        hint={t('probePathHint')}
        value={draft.probePath}
        onChange={(probePath) => change({ probePath })}
        error={errors.probePath}
      />
    </>
  );
}

/** Who may enter. */
export function WhoStep({ draft, change, errors, choices }: StepProps) {
  return (
    <>
      <RadioGroup
        label={t('columnAccess')}
        value={draft.who}
        onChange={(who) => change({ who })}
        choices={[
          { id: 'public', label: t('access_public'), hint: t('access_publicHint') },
          { id: 'signed-in', label: t('access_signedIn'), hint: t('access_signedInHint') },
          { id: 'permission', label: t('access_permission'), hint: t('access_permissionHint') },
        ]}
      />
      {draft.who === 'permission' && (
        <Select
          id="permission"
          label={t('permission')}
          options={choices.permissions.map((name) => ({ id: name, label: name }))}
          value={draft.permission || null}
          onChange={(permission) => change({ permission: permission ?? '' })}
          error={errors.permission}
        />
      )}
    </>
  );
}

/** How the portal's sign-in is carried into it. */
export function SignInStep({ draft, change, errors, choices }: StepProps) {
  const line = (
    field: keyof Draft & ('page' | 'usernameField' | 'passwordField' | 'signedOut' | 'successPath' | 'successCookie' | 'audience'),
    optional = false,
  ) => (
    <TextField
      id={field}
      type="url"
      optional={optional}
      label={t(`field_${field}`)}
      value={draft[field]}
      onChange={(value) => change({ [field]: value })}
      error={errors[field]}
    />
  );
  return (
    <>
      <RadioGroup
        label={t('columnBridge')}
        value={draft.bridge}
        onChange={(bridge) => change({ bridge })}
        choices={bridges.map((bridge) => ({ id: bridge, label: t(`bridge_${bridge}`), hint: t(`bridgeHint_${bridge}`) }))}
      />
      {draft.bridge === 'headers' && (
        <div dir="ltr">
          <TextArea
            id="headers"
            rows={3}
            label={t('headers')}
            hint={t('headersHint')}
            value={draft.headers}
            onChange={(headers) => change({ headers })}
            error={errors.headers}
          />
        </div>
      )}
      {draft.bridge === 'jwt' && line('audience', true)}
      {draft.bridge === 'form' && (
        <>
          {line('page')}
          <div className="op-pair">
            {line('usernameField')}
            {line('passwordField')}
          </div>
          <div className="op-pair">
            {line('signedOut')}
            {line('successPath', true)}
          </div>
          {line('successCookie', true)}
        </>
      )}
      {draft.bridge === 'oidc' && (
        <Select
          id="client"
          label={t('client')}
          hint={t('clientHint')}
          options={choices.clients.map((name) => ({ id: name, label: name }))}
          value={draft.client || null}
          onChange={(client) => change({ client: client ?? '' })}
          error={errors.client}
        />
      )}
    </>
  );
}

/** How it looks inside the portal. */
export function LookStep({ draft, change }: StepProps) {
  return (
    <>
      <Switch checked={draft.bar} onChange={(bar) => change({ bar })}>
        {t('barShown')}
      </Switch>
      <p className="am-caption">{t('barHint')}</p>
      <CheckboxGroup
        label={t('rewrite')}
        hint={t('rewriteHint')}
        value={draft.rewrite}
        onChange={(rewrite) => change({ rewrite })}
        choices={(['html', 'json', 'css', 'js'] as const).map((kind) => ({ id: kind, label: t(`rewrite_${kind}`) }))}
      />
    </>
  );
}
