import { RadioGroup, TextField, TextArea } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { Upload } from '@amanah/ui/upload';
import { t } from '../messages.ts';
import { credentialWays, kept, needsSecret } from './connection-draft.ts';
import type { CallsDraft } from './draft-shape.ts';

/** Largest description that is taken. */
const maxBytes = 8_388_608;

export interface ConnectionStepProps {
  readonly draft: CallsDraft;
  readonly change: (part: Partial<CallsDraft>) => void;
}

/** Where the system is and how the hub proves itself to it, in the fields that its kind needs. */
export function ConnectionStep({ draft, change }: ConnectionStepProps) {
  const { protocol, place, credential } = draft;
  const ways = credentialWays(draft);
  const described = protocol === 'openapi' || protocol === 'soap';
  const line = (field: 'url' | 'endpoint' | 'username' | 'tokenUrl' | 'headerName' | 'hostKey' | 'bucket', hint?: string, optional = false) => (
    <TextField
      id={field}
      type="url"
      optional={optional}
      label={t(`calls_${field}_${protocol}` as 'calls_url_openapi')}
      {...(hint ? { hint } : {})}
      value={draft[field]}
      onChange={(value) => change({ [field]: value })}
    />
  );
  return (
    <>
      {protocol === 'files' && (
        <RadioGroup
          inline
          label={t('callsPlace')}
          value={place}
          onChange={(chosen) => change({ place: chosen as CallsDraft['place'], ...(credential === kept ? { credential: 'password' } : {}) })}
          choices={(['sftp', 's3', 'local'] as const).map((id) => ({ id, label: t(`callsPlace_${id}`) }))}
        />
      )}
      {!(described && draft.file) && line('url', t(`callsUrlHint_${protocol === 'files' ? place : protocol}` as 'callsUrlHint_openapi'))}
      {described && draft.keptFile && !draft.file && !draft.url && <p className="am-caption">{t('callsKeptFile', { name: draft.keptFile })}</p>}
      {described && <DescriptionFile draft={draft} change={change} />}
      {described && line('endpoint', t('callsEndpointHint'), true)}
      {ways.length > 1 && !(protocol === 'files' && place === 'local') && (
        <Select
          id="credential"
          label={t('callsCredential')}
          options={ways.map((id) => ({ id, label: t(`callsCredential_${id}` as 'callsCredential_none') }))}
          value={ways.includes(credential) ? credential : ways[0]!}
          onChange={(chosen) => change({ credential: chosen ?? 'none' })}
        />
      )}
      {needsSecret(draft) && !['apiKey', 'bearer'].includes(credential) && line('username')}
      {credential === 'oauth2' && line('tokenUrl', undefined, true)}
      {credential === 'apiKey' && line('headerName')}
      {protocol === 'files' && place === 's3' && line('bucket')}
      {needsSecret(draft) &&
        (credential === 'key' ? (
          <TextArea id="secret" rows={5} label={t('callsKey')} hint={t('callsSecretHint')} value={draft.secret} onChange={(secret) => change({ secret })} />
        ) : (
          <TextField
            id="secret"
            type="password"
            autoComplete="off"
            label={t('callsSecret')}
            hint={t('callsSecretHint')}
            value={draft.secret}
            onChange={(secret) => change({ secret })}
          />
        ))}
      {protocol === 'files' && place === 'sftp' && line('hostKey', t('callsHostKeyHint'), true)}
    </>
  );
}

function DescriptionFile({ draft, change }: ConnectionStepProps) {
  const take = (files: readonly File[]) => {
    const [file] = files;
    if (!file || file.size > maxBytes) return;
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const content = String(reader.result).replace(/^data:[^,]*,/, '');
      change({ file: { name: file.name, content, bytes: file.size } });
    });
    reader.readAsDataURL(file);
  };
  return (
    <Upload
      optional
      label={t('callsFile')}
      accept={draft.protocol === 'soap' ? ['.wsdl', '.xml'] : ['.json', '.yaml', '.yml']}
      maxBytes={maxBytes}
      files={draft.file ? [{ id: 'file', name: draft.file.name, size: draft.file.bytes, state: 'done' }] : []}
      onAdd={take}
      onRemove={() => change({ file: null })}
    />
  );
}
