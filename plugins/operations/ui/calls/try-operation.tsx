import { ActError, Button, Notice, useAct } from '@amanah/ui';
import { TextArea } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { useState } from 'react';
import type { TriedAnswer } from '../../shared/connect-answers.ts';
import { t } from '../messages.ts';
import { Code, Milliseconds } from '../words.tsx';
import { sampleInput, type Schema } from './sample-input.ts';

export interface Tryable {
  readonly name: string;
  readonly title: string;
  readonly input: Schema;
}

interface TryOperationProps {
  readonly operations: readonly Tryable[];
  readonly run: (operation: string, input: unknown) => Promise<TriedAnswer>;
}

/** Tries an operation with real input and shows what came back, and both messages as they went over the wire. */
export function TryOperation({ operations, run }: TryOperationProps) {
  const [name, setName] = useState(operations[0]?.name ?? '');
  const operation = operations.find((one) => one.name === name);
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | undefined>();
  const [tried, setTried] = useState<TriedAnswer | null>(null);
  const act = useAct();
  if (!operation) return <Notice title={t('tryNone')} />;
  const text = typed ?? JSON.stringify(sampleInput(operation.input), null, 2);
  const start = async () => {
    setWrong(undefined);
    let input: unknown;
    try {
      input = JSON.parse(text);
    } catch {
      return setWrong(t('tryNotJson'));
    }
    setTried(await act.run(() => run(name, input)));
  };
  return (
    <div className="op-fields">
      <Select
        id="try-operation"
        label={t('columnOperation')}
        options={operations.map((one) => ({ id: one.name, label: `${one.title} (${one.name})` }))}
        value={name}
        onChange={(chosen) => {
          setName(chosen ?? '');
          setTyped(null);
          setTried(null);
        }}
      />
      <div dir="ltr">
        <TextArea id="try-input" rows={6} label={t('tryInput')} value={text} onChange={setTyped} error={wrong} />
      </div>
      <div>
        <Button tone="second" icon="play" busy={act.busy} busyText={t('checking')} onClick={() => void start()}>
          {t('tryIt')}
        </Button>
      </div>
      <ActError act={act} />
      {tried && <Tried tried={tried} />}
    </div>
  );
}

function Tried({ tried }: { readonly tried: TriedAnswer }) {
  return (
    <section className="op-stack" role="status" aria-label={t('tryResult')}>
      {tried.error ? (
        <Notice tone="danger" title={tried.error.title}>
          <p>{tried.error.action}</p>
          {tried.error.fault && (
            <p>
              {t('trySystemSaid')} <bdi>{tried.error.fault.message}</bdi> <Code>{tried.error.fault.code}</Code>
            </p>
          )}
          {tried.error.fields.length > 0 && (
            <ul>
              {tried.error.fields.map(({ path, message }) => (
                <li key={`${path} ${message}`}>
                  <Code>{`${path || '/'}: ${message}`}</Code>
                </li>
              ))}
            </ul>
          )}
          <p className="am-caption">
            <Code>{`${tried.error.code} ${tried.error.detail}`}</Code>
          </p>
        </Notice>
      ) : (
        <Notice tone="success" title={t('tryOk')}>
          <Milliseconds value={tried.ms} />
        </Notice>
      )}
      {tried.ok && <Text title={t('tryOutput')} text={JSON.stringify(tried.output, null, 2)} />}
      {tried.sent && <Text title={t('messageSent')} text={tried.sent.text} />}
      {tried.received && <Text title={t('messageReceived')} text={tried.received.text} />}
    </section>
  );
}

function Text({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <details open={text.length < 4_000}>
      <summary>{title}</summary>
      <pre className="op-text" dir="auto" tabIndex={0}>
        {text}
      </pre>
    </details>
  );
}
