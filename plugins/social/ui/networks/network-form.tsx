import { ActError, ApiProblem, Button, Notice, dataOf, showToast, useAct } from '@amanah/ui';
import { RadioGroup, TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import { connectedKinds } from '../../shared/network-kinds.ts';
import type { NetworkAnswer } from '../../shared/post-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { draftOf, leaveDraft, named, newDraft, type NetworkDraft } from './network-draft.ts';

interface NetworkFormProps {
  /** One that is connected and gets another name and address; `null`: a new one. */
  readonly network: NetworkAnswer | null;
  /** Ids that are taken. */
  readonly known: readonly string[];
  /** What was typed before the page was left to prove who one is. */
  readonly left: NetworkDraft | null;
  readonly onClose: (changed: boolean) => void;
}

/** Connects a network: its fields with where to find them; it is tried, and only what it has answered to is kept. */
export function NetworkForm({ network, known, left, onClose }: NetworkFormProps) {
  const act = useAct();
  const [draft, setDraft] = useState<NetworkDraft>(() => left ?? draftOf(network, known));
  const [token, setToken] = useState('');
  /** Who we are there, and for exactly which address and token it said so. */
  const [tried, setTried] = useState<{ readonly account: string; readonly as: string } | null>(null);
  const { kind, url, account } = draft;
  const reach = { kind, url: url.trim(), account: account.trim(), token: token.trim() };
  const as = JSON.stringify(reach);
  const proved = tried?.as === as ? tried.account : null;
  const change = (part: Partial<NetworkDraft>) => setDraft((before) => ({ ...before, ...part }));
  const fields = act.error instanceof ApiProblem ? (act.error.problem.fields ?? []) : [];
  const wrong = (name: string, words: 'networkUrlWrong' | 'networkIdWrong' | 'networkFieldNeeded') =>
    fields.some(({ path }) => path === name || path.startsWith(`${name}.`)) ? t(words) : undefined;

  const tryIt = async () => {
    leaveDraft({ network: network?.id ?? null, draft });
    const answer = await act.run(() => dataOf(api.POST('/api/social/office/networks/try', { body: reach })));
    leaveDraft(null);
    setTried(answer && { account: answer.account, as });
  };
  const keep = async () => {
    const body = { ...reach, title: { ar: draft.titleAr, en: draft.titleEn }, version: network?.version ?? 0 };
    const answer = await act.run(() => dataOf(api.PUT('/api/social/office/networks/{id}', { params: { path: { id: draft.id } }, body })));
    if (!answer) return;
    showToast(t('networkConnected', { account: named(answer.account) }));
    onClose(true);
  };

  return (
    <form
      className="so-panel so-network-form"
      noValidate
      aria-labelledby="so-network-form"
      onSubmit={(event) => {
        event.preventDefault();
        void (proved === null ? tryIt() : keep());
      }}
    >
      <h2 id="so-network-form">{t(network ? 'networkChange' : 'networkConnect')}</h2>
      {!network && (
        <RadioGroup
          inline
          label={t('networkKind')}
          value={kind}
          onChange={(next) => setDraft(newDraft(next, known))}
          choices={connectedKinds.map((one) => ({ id: one, label: t(`networkKind_${one}`) }))}
        />
      )}
      <div className="so-pair">
        <TextField
          label={t('networkTitleAr')}
          value={draft.titleAr}
          maxLength={60}
          onChange={(titleAr) => change({ titleAr })}
          error={wrong('title.ar', 'networkFieldNeeded')}
        />
        <TextField
          label={t('networkTitleEn')}
          value={draft.titleEn}
          maxLength={60}
          onChange={(titleEn) => change({ titleEn })}
          error={wrong('title.en', 'networkFieldNeeded')}
        />
      </div>
      {!network && (
        <TextField
          type="url"
          label={t('networkId')}
          hint={t('networkIdHint')}
          value={draft.id}
          maxLength={40}
          onChange={(id) => change({ id })}
          error={wrong('id', 'networkIdWrong')}
        />
      )}
      <TextField
        type="url"
        label={t('networkUrl')}
        hint={t(`networkUrl_${kind}`)}
        value={url}
        maxLength={300}
        onChange={(next) => change({ url: next })}
        error={wrong('url', 'networkUrlWrong')}
      />
      {(kind === 'telegram' || kind === 'facebook') && (
        <TextField
          type="url"
          label={t(`networkAccount_${kind}`)}
          hint={t(`networkAccountHint_${kind}`)}
          value={account}
          maxLength={100}
          onChange={(next) => change({ account: next })}
          error={wrong('account', 'networkFieldNeeded')}
        />
      )}
      <TextField
        type="password"
        autoComplete="off"
        label={t('networkToken')}
        hint={`${t(`networkTokenHint_${kind}`)} ${t('networkTokenOnce')}`}
        value={token}
        maxLength={2_000}
        onChange={setToken}
        error={wrong('token', 'networkFieldNeeded')}
      />
      <ActError act={act} />
      {proved === null ? (
        <p className="am-caption">{t('networkTryFirst')}</p>
      ) : (
        <Notice live tone="success" title={t('networkTried', { account: named(proved) })} />
      )}
      <div className="am-actions">
        <Button type="submit" busy={act.busy} busyText={t('networkTrying')}>
          {t(proved === null ? 'networkTry' : network ? 'networkSave' : 'networkConnectDo')}
        </Button>
        <Button tone="quiet" onClick={() => onClose(false)}>
          {t('networkCancel')}
        </Button>
      </div>
    </form>
  );
}
