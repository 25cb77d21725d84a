import { Button, IconButton, Notice, ActError, useAct, dataOf } from '@amanah/ui';
import { TextField } from '@amanah/ui/fields';
import { browserSupportsWebAuthn, startRegistration, type PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { useState } from 'react';
import { api } from './api.ts';
import { t } from './messages.ts';

/** Makes a passkey in this browser and keeps it; the hub asks for a fresh proof of identity before. */
export function AddPasskey({ onAdded }: { readonly onAdded: () => void }) {
  const act = useAct();
  const [cancelled, setCancelled] = useState(false);
  const [added, setAdded] = useState(false);
  if (!browserSupportsWebAuthn()) return <p className="am-muted">{t('passkeysUnsupported')}</p>;

  const add = async () => {
    setCancelled(false);
    setAdded(false);
    const done = await act.run(async () => {
      const { options } = await dataOf(api.POST('/api/account/passkeys/options'));
      const credential = await startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON }).catch(() => null);
      // Cancelled, timed out, or made here before: the browser does not say which.
      if (!credential) return setCancelled(true);
      await api.POST('/api/account/passkeys', { body: { credential: { ...credential } } });
      setAdded(true);
    });
    if (done !== null) onAdded();
  };

  return (
    <>
      {added && <Notice live tone="success" title={t('passkeyAdded')} />}
      {cancelled && (
        <Notice live tone="warn" title={t('passkeyCancelled')}>
          <p>{t('passkeyCancelledText')}</p>
        </Notice>
      )}
      <ActError act={act} />
      <div>
        <Button icon="fingerprint" busy={act.busy} busyText={t('passkeyWaiting')} onClick={() => void add()}>
          {t('passkeyAdd')}
        </Button>
      </div>
    </>
  );
}

/** A passkey's name, changed in its place. */
export function PasskeyName({ id, label, onSaved }: { readonly id: string; readonly label: string; readonly onSaved: () => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const act = useAct();
  if (typed === null)
    return (
      <span className="ac-name">
        <bdi>{label}</bdi>
        <IconButton icon="pencil" label={t('renameNamed', { name: label })} onClick={() => setTyped(label)} />
      </span>
    );
  const save = async () => {
    if ((await act.run(() => api.PATCH('/api/account/passkeys/{id}', { params: { path: { id } }, body: { label: typed.trim() } }))) !== null) {
      setTyped(null);
      onSaved();
    }
  };
  return (
    <form
      className="ac-rename"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField label={t('passkeyName')} value={typed} onChange={setTyped} maxLength={60} error={typed.trim() === '' ? t('passkeyNameMissing') : undefined} />
      <ActError act={act} />
      <span className="ac-actions">
        <Button type="submit" size="small" busy={act.busy} disabled={typed.trim() === ''}>
          {t('save')}
        </Button>
        <Button tone="quiet" size="small" onClick={() => setTyped(null)}>
          {t('cancel')}
        </Button>
      </span>
    </form>
  );
}
