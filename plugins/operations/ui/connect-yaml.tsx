import { Button, Notice, ActError, useAct, dataOf } from '@amanah/ui';
import { TextArea } from '@amanah/ui/fields';
import { useState } from 'react';
import type { TestAnswer } from '../shared/system-answers.ts';
import { api } from './api.ts';
import { ConnectTest } from './connect-test.tsx';
import { t } from './messages.ts';
import { ProblemTable } from './problem-table.tsx';
import { saveSystem } from './save-system.ts';

const example = `id: wiki
title: { ar: الموسوعة, en: Wiki }
owner: it-center
adapter: webapp
connection: { upstream: "http://10.0.0.5:8080", host: wiki }
access: signed-in
signIn: { bridge: headers, headers: { X-Remote-User: username } }
bar: true
`;

/** The same by YAML text: checked by line, tried, saved. */
export function ConnectYaml({ before }: { readonly before?: string }) {
  const [text, setText] = useState(before ?? example);
  const [tested, setTested] = useState<TestAnswer | null>(null);
  const act = useAct();
  const test = async () => setTested(await act.run(() => dataOf(api.POST('/api/operations/systems/test', { body: { definition: text } }))));
  const wrong = tested !== null && tested.problems.length > 0;
  return (
    <div className="op-stack">
      <ActError act={act} />
      <section className="op-card" dir="ltr">
        <TextArea
          rows={16}
          label={t('yamlLabel')}
          value={text}
          onChange={(value) => {
            setText(value);
            setTested(null);
          }}
        />
      </section>
      {wrong && (
        <>
          <Notice live tone="danger" title={t('yamlWrong', { count: tested.problems.length })}>
            {t('problemsText')}
          </Notice>
          <ProblemTable problems={tested.problems} />
        </>
      )}
      {tested && !wrong && <ConnectTest tested={tested} busy={act.busy} onAgain={() => void test()} />}
      <div className="am-actions">
        {tested && !wrong ? (
          <Button busy={act.busy} busyText={t('saving')} onClick={() => void saveSystem(act, text, before !== undefined)}>
            {t('saveSystem')}
          </Button>
        ) : (
          <Button busy={act.busy} busyText={t('checking')} onClick={() => void test()}>
            {t('testNow')}
          </Button>
        )}
      </div>
    </div>
  );
}
