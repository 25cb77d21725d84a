import { ActError, Button, Definitions, Notice, ResourceView, dataOf, useAct, useMount } from '@amanah/ui';
import { useState } from 'react';
import type { ExchangeAnswer } from '../../shared/exchange-answers.ts';
import { api } from '../api.ts';
import { useLive } from '../live.ts';
import { t } from '../messages.ts';
import { saveAsFile } from '../save-as-file.ts';
import { Sheet } from '../sheet.tsx';
import { Bytes, Code, Milliseconds, moment } from '../words.tsx';
import { OutcomePill } from './outcome-pill.tsx';

type Exchange = ExchangeAnswer['exchange'];

/** One call with both messages: who, in which capacity, for whom, which case; and its proof. */
export function ExchangePage() {
  const id = useMount().params.id ?? '';
  const [unmasked, setUnmasked] = useState<'true' | 'false'>('false');
  const live = useLive(
    (signal) => dataOf(api.GET('/api/operations/exchanges/{id}', { params: { path: { id }, query: { unmasked } }, signal })),
    [id, unmasked],
  );
  return (
    <Sheet>
      <ResourceView resource={live}>{(answer) => <Shown answer={answer} unmasked={unmasked === 'true'} onUnmask={() => setUnmasked('true')} />}</ResourceView>
    </Sheet>
  );
}

function Shown({
  answer: { exchange, mayUnmask, mayExport },
  unmasked,
  onUnmask,
}: {
  readonly answer: ExchangeAnswer;
  readonly unmasked: boolean;
  readonly onUnmask: () => void;
}) {
  const act = useAct();
  const evidence = async () => {
    const file = await act.run(() => dataOf(api.POST('/api/operations/exchanges/evidence', { body: { ids: [exchange.id] } })));
    if (file) saveAsFile(file);
  };
  return (
    <>
      <ActError act={act} />
      <div className="am-actions">
        {mayUnmask && !unmasked && (
          <Button tone="second" size="small" icon="eye" onClick={onUnmask}>
            {t('unmask')}
          </Button>
        )}
        {mayExport && (
          <Button tone="second" size="small" icon="download" busy={act.busy} onClick={() => void evidence()}>
            {t('evidence')}
          </Button>
        )}
      </div>
      {!unmasked && <Notice title={t('maskedTitle')}>{t(mayUnmask ? 'maskedMay' : 'maskedText')}</Notice>}
      <div className="op-columns">
        <div className="op-stack">
          <Message title={t('messageSent')} message={exchange.request} />
          <Message title={t('messageReceived')} message={exchange.response} />
        </div>
        <section className="op-card" aria-labelledby="op-exchange">
          <h2 id="op-exchange">{t('aboutTitle')}</h2>
          <Definitions items={facts(exchange)} />
        </section>
      </div>
    </>
  );
}

function facts(exchange: Exchange) {
  return [
    { term: t('columnSystem'), value: exchange.systemTitle },
    { term: t('columnOperation'), value: <Code>{exchange.operation}</Code> },
    { term: t('columnEffect'), value: t(`effect_${exchange.effect}`) },
    { term: t('columnOutcome'), value: <OutcomePill outcome={exchange.outcome} /> },
    ...(exchange.outcome === 'ok' ? [] : [{ term: t('columnError'), value: <Code>{exchange.outcome}</Code> }]),
    { term: t('columnWhen'), value: moment(exchange.at) },
    { term: t('columnTook'), value: <Milliseconds value={exchange.ms} /> },
    { term: t('columnAttempts'), value: exchange.attempts },
    { term: t('columnPerson'), value: exchange.actor ?? t('byHub') },
    ...(exchange.capacity ? [{ term: t('columnCapacity'), value: <Code>{exchange.capacity}</Code> }] : []),
    ...(exchange.onBehalfOf ? [{ term: t('columnOnBehalf'), value: exchange.onBehalfOf }] : []),
    ...(exchange.case ? [{ term: t('columnCase'), value: <Code>{exchange.case}</Code> }] : []),
    ...(exchange.plugin ? [{ term: t('columnPlugin'), value: <Code>{exchange.plugin}</Code> }] : []),
    { term: t('columnRequest'), value: <Code>{exchange.requestId}</Code> },
    ...(exchange.idempotencyKey ? [{ term: t('columnKey'), value: <Code>{exchange.idempotencyKey}</Code> }] : []),
    { term: t('columnNumber'), value: exchange.number },
    { term: t('columnHash'), value: <Code>{exchange.hash}</Code> },
  ];
}

function Message({ title, message }: { readonly title: string; readonly message: Exchange['request'] }) {
  return (
    <section className="op-card" aria-label={title}>
      <h2>{title}</h2>
      {message === null ? (
        <p className="am-muted">{t('messageNone')}</p>
      ) : (
        <>
          <p className="am-caption">
            <Code>{message.contentType}</Code> · <Bytes value={message.bytes} /> · <Code>{`sha256 ${message.sha256.slice(0, 16)}…`}</Code>
          </p>
          {message.text === null ? (
            <p className="am-muted">{t('messageGone')}</p>
          ) : (
            <pre className="op-text" dir="auto" tabIndex={0}>
              {message.text}
            </pre>
          )}
        </>
      )}
    </section>
  );
}
