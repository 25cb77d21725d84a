import { ApiProblem, Button, Notice, ActError, useAct, dataOf } from '@amanah/ui';
import { RadioGroup, TextArea, TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import { api } from './api.ts';
import { t } from './messages.ts';
import { Code } from './words.tsx';

/** Registers a micro-frontend by the address of its manifest, or by the manifest itself. */
export function MicroFrontendForm({ onClose }: { readonly onClose: () => void }) {
  const act = useAct();
  const [by, setBy] = useState('url');
  const [url, setUrl] = useState('');
  const [text, setText] = useState('');
  const fields = act.error instanceof ApiProblem ? (act.error.problem.fields ?? []) : [];
  const add = async () => {
    const source = by === 'url' ? { url: url.trim() } : { text };
    const done = await act.run(() => dataOf(api.POST('/api/operations/micro-frontends', { body: { source } })), t('microRegistered'));
    if (done) onClose();
  };
  return (
    <form
      className="op-card op-fields"
      noValidate
      aria-label={t('microAdd')}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h2>{t('microAdd')}</h2>
      <ActError act={act} />
      {fields.length > 0 && (
        <Notice tone="danger" title={t('problemsTitle')}>
          <ul className="op-lines">
            {fields.map((field) => (
              <li key={`${field.path}${field.message}`}>
                <Code>{`${field.path} ${field.message}`}</Code>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <RadioGroup
        inline
        label={t('microBy')}
        value={by}
        onChange={setBy}
        choices={[
          { id: 'url', label: t('microByUrl') },
          { id: 'text', label: t('microByText') },
        ]}
      />
      {by === 'url' ? (
        <TextField type="url" label={t('microUrl')} hint={t('microUrlHint')} value={url} onChange={setUrl} />
      ) : (
        <div dir="ltr">
          <TextArea rows={12} label={t('microText')} value={text} onChange={setText} />
        </div>
      )}
      <div className="am-actions">
        <Button type="submit" busy={act.busy}>
          {t('microRegister')}
        </Button>
        <Button tone="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
