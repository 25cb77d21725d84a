import { ActError, Button, Notice, ResourceView, Tag, dataOf, useAct } from '@amanah/ui';
import { TextField } from '@amanah/ui/fields';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { CallableAnswer, ContractState } from '../../shared/connect-answers.ts';
import { api } from '../api.ts';
import { useLive } from '../live.ts';
import { t } from '../messages.ts';
import { saveAsFile } from '../save-as-file.ts';
import { Code, Milliseconds, moment } from '../words.tsx';
import { TryOperation } from './try-operation.tsx';

/** What a system that is called by operations has beside its state: operations to try, its contract, its secrets, the files it gave. */
export function SystemCalls({ id, mine }: { readonly id: string; readonly mine: boolean }) {
  const params = { path: { id } };
  const live = useLive((signal) => dataOf(api.GET('/api/operations/systems/{id}/calls', { params, signal })), [id]);
  return (
    <ResourceView resource={live}>
      {(answer) => (
        <>
          {answer.contract && <Contract id={id} state={answer.contract} mine={mine} reload={live.reload} />}
          <Operations id={id} answer={answer} mine={mine} />
          {answer.secrets.length > 0 && <Secrets id={id} secrets={answer.secrets} mine={mine} reload={live.reload} />}
          {answer.files.length > 0 && <Files files={answer.files} />}
          {mine && <Diagnostics id={id} />}
        </>
      )}
    </ResourceView>
  );
}

function Contract({ id, state, mine, reload }: { readonly id: string; readonly state: ContractState; readonly mine: boolean; readonly reload: () => void }) {
  const act = useAct();
  const ask = (accept: boolean) =>
    act.run(() => dataOf(api.POST('/api/operations/systems/{id}/contract', { params: { path: { id } }, body: { accept } }))).then(reload);
  return (
    <section className="op-card op-fields" aria-labelledby="op-contract">
      <h2 id="op-contract">{t('contractTitle')}</h2>
      <p className="am-caption">
        <Code>{state.kind}</Code> · {t('contractAccepted', { time: moment(state.acceptedAt) })}
        {state.checkedAt && ` · ${t('contractChecked', { time: moment(state.checkedAt) })}`}
      </p>
      <ActError act={act} />
      {state.needsReview && (
        <Notice tone="danger" title={t('contractReview')}>
          {t('contractReviewText')}
        </Notice>
      )}
      {state.changes.length > 0 ? (
        <Table
          label={t('contractChanges')}
          rows={state.changes}
          rowKey={(one) => `${one.operation} ${one.path} ${one.change}`}
          columns={[
            { id: 'operation', label: t('columnOperation'), rowHeader: true, cell: (one) => <Code>{one.operation ?? '*'}</Code> },
            { id: 'path', label: t('columnField'), cell: (one) => <Code>{one.path || '—'}</Code> },
            { id: 'change', label: t('contractChange'), cell: (one) => t(`change_${one.change}`) },
            { id: 'before', label: t('contractBefore'), cell: (one) => <Code>{one.before ?? '—'}</Code> },
            { id: 'after', label: t('contractAfter'), cell: (one) => <Code>{one.after ?? '—'}</Code> },
            {
              id: 'breaking',
              label: t('contractBreaking'),
              cell: (one) => (one.breaking ? <Tag>{t(one.used ? 'contractBreaksUsed' : 'contractBreaks')}</Tag> : '—'),
            },
          ]}
        />
      ) : (
        <p>{t('contractSame')}</p>
      )}
      {mine && (
        <div className="am-actions">
          <Button tone="second" size="small" icon="refresh-cw" busy={act.busy} onClick={() => void ask(false)}>
            {t('contractCheck')}
          </Button>
          {state.changes.length > 0 && (
            <Button size="small" busy={act.busy} onClick={() => void ask(true)}>
              {t('contractAccept')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function Operations({ id, answer: { operations, tier, dependents }, mine }: { readonly id: string; readonly answer: CallableAnswer; readonly mine: boolean }) {
  return (
    <section className="op-card op-fields" aria-labelledby="op-operations">
      <h2 id="op-operations">{t('callsStep_operations')}</h2>
      <p className="am-caption">
        {tier && t('tierIs', { tier: t(`tier_${tier.replace(' ', '')}` as 'tier_gold') })}
        {dependents.length > 0 && ` · ${t('dependents', { names: dependents.join('، ') })}`}
      </p>
      <Table
        label={t('callsStep_operations')}
        rows={operations}
        rowKey={(one) => one.name}
        columns={[
          {
            id: 'name',
            label: t('columnOperation'),
            rowHeader: true,
            cell: (one) => (
              <span className="op-name">
                <b>{one.title}</b>
                <Code>{one.name}</Code>
              </span>
            ),
          },
          { id: 'from', label: t('callsFrom'), cell: (one) => <Code>{one.from}</Code> },
          { id: 'effect', label: t('columnEffect'), cell: (one) => t(`effect_${one.effect}`) },
          { id: 'deadline', label: t('callsDeadline'), numeric: true, cell: (one) => <Milliseconds value={one.deadlineMs} /> },
        ]}
      />
      <p>
        <a className="am-link" href={`/operations/exchanges?system=${encodeURIComponent(id)}`}>
          {t('exchangesOf')}
        </a>
      </p>
      {mine && operations.length > 0 && (
        <details>
          <summary>{t('callsStep_try')}</summary>
          <TryOperation
            operations={operations}
            run={(operation, input) => dataOf(api.POST('/api/operations/systems/{id}/try', { params: { path: { id } }, body: { operation, input } }))}
          />
        </details>
      )}
    </section>
  );
}

interface SecretsProps {
  readonly id: string;
  readonly secrets: CallableAnswer['secrets'];
  readonly mine: boolean;
  readonly reload: () => void;
}

function Secrets({ id, secrets, mine, reload }: SecretsProps) {
  const [name, setName] = useState<string | null>(null);
  const [value, setValue] = useState('');
  const act = useAct();
  const give = async () => {
    const done = await act.run(
      () => api.POST('/api/operations/systems/{id}/secrets', { params: { path: { id } }, body: { name: name!, value } }),
      t('secretGiven'),
    );
    if (done === null) return;
    setName(null);
    setValue('');
    reload();
  };
  return (
    <section className="op-card op-fields" aria-labelledby="op-secrets">
      <h2 id="op-secrets">{t('secretsTitle')}</h2>
      <ActError act={act} />
      <ul className="op-files">
        {secrets.map((secret) => (
          <li key={secret.name}>
            <Code>{secret.name}</Code>
            <span className="am-caption">{secret.setAt ? t('secretSet', { time: moment(secret.setAt) }) : t('secretMissing')}</span>
            {mine && (
              <Button tone="quiet" size="small" onClick={() => setName(secret.name)}>
                {t('secretGive')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {name !== null && (
        <form
          className="op-fields"
          onSubmit={(event) => {
            event.preventDefault();
            void give();
          }}
        >
          <TextField type="password" autoComplete="off" label={t('secretNew', { name })} hint={t('callsSecretHint')} value={value} onChange={setValue} />
          <div className="am-actions">
            <Button type="submit" size="small" busy={act.busy} disabled={!value}>
              {t('secretSeal')}
            </Button>
            <Button tone="quiet" size="small" onClick={() => setName(null)}>
              {t('cancel')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

function Files({ files }: { readonly files: CallableAnswer['files'] }) {
  return (
    <section className="op-card op-fields" aria-labelledby="op-taken">
      <h2 id="op-taken">{t('filesTitle')}</h2>
      <Table
        label={t('filesTitle')}
        rows={files}
        rowKey={(file) => `${file.hash} ${file.path}`}
        columns={[
          { id: 'path', label: t('filesPath'), rowHeader: true, cell: (file) => <Code>{file.path}</Code> },
          { id: 'at', label: t('columnWhen'), cell: (file) => moment(file.takenAt) },
          { id: 'rows', label: t('filesRows'), numeric: true, cell: (file) => file.rows },
          { id: 'rejected', label: t('filesRejected'), numeric: true, cell: (file) => file.rejected },
          { id: 'state', label: t('columnState'), cell: (file) => (file.state === 'taken' ? t('filesTaken') : `${t('filesUnreadable')} ${file.detail ?? ''}`) },
        ]}
      />
    </section>
  );
}

function Diagnostics({ id }: { readonly id: string }) {
  const act = useAct();
  const save = async () => {
    const file = await act.run(() => dataOf(api.GET('/api/operations/systems/{id}/diagnostics', { params: { path: { id } } })));
    if (file) saveAsFile(file);
  };
  return (
    <div className="op-fields">
      <ActError act={act} />
      <div>
        <Button tone="second" size="small" icon="download" busy={act.busy} onClick={() => void save()}>
          {t('diagnostics')}
        </Button>
      </div>
    </div>
  );
}
