import { Button, LinkButton, Notice, ResourceView, useResource, ActError, useAct, dataOf } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { HeldAnswer } from '../shared/answers.ts';
import { AccountFrame } from './account-frame.tsx';
import { api } from './api.ts';
import { ContactForm } from './contact-form.tsx';
import { t } from './messages.ts';
import { saveAsFile } from './save-as-file.ts';
import { Section } from './section.tsx';

type Held = HeldAnswer['held'][number];

/** Rights over personal data (rules.md F4): what is held and why, a copy, correction, and erasure where the law lets. */
export function DataPage() {
  const resource = useResource((signal) => dataOf(api.GET('/api/account/data', { signal })), []);
  const copy = useAct();
  const erasure = useAct();
  const [erased, setErased] = useState<number | null>(null);
  const download = () =>
    void copy.run(async () => saveAsFile(JSON.stringify(await dataOf(api.GET('/api/account/export')), null, 2), 'application/json', 'my-data.json'));
  const erase = async (category: Held['category']) => {
    setErased(null);
    const done = await erasure.run(async () => {
      setErased((await dataOf(api.POST('/api/account/data/erase', { body: { category } }))).erased);
    });
    if (done !== null) resource.reload();
  };

  return (
    <AccountFrame>
      <Section wide title={t('dataHeld')} lead={t('dataHeldLead')}>
        {erased !== null && <Notice live tone="success" title={t('dataErased', { count: erased })} />}
        <ActError act={erasure} />
        <ResourceView resource={resource} rows={6}>
          {({ held }) => (
            <Table
              label={t('dataHeld')}
              rows={held}
              rowKey={({ category }) => category}
              columns={[
                { id: 'what', label: t('dataWhat'), rowHeader: true, cell: ({ title }) => title },
                { id: 'count', label: t('dataCount'), numeric: true, cell: ({ count }) => count ?? '—' },
                {
                  id: 'erase',
                  label: t('dataErase'),
                  cell: ({ category, title, count, kept, erasable }) =>
                    erasable > 0 ? (
                      <Button
                        tone="danger-second"
                        size="small"
                        busy={erasure.busy}
                        aria-label={t('dataEraseNamed', { name: title })}
                        onClick={() => void erase(category)}
                      >
                        {t('dataEraseCount', { count: erasable })}
                      </Button>
                    ) : (
                      <span className="am-muted">{count === null ? t('dataUnread') : kept}</span>
                    ),
                },
                { id: 'why', label: t('dataWhy'), cell: ({ purpose }) => purpose },
              ]}
            />
          )}
        </ResourceView>
      </Section>
      <Section title={t('dataCopy')} lead={t('dataExportHint')}>
        <ActError act={copy} />
        <div>
          <Button icon="download" busy={copy.busy} onClick={download}>
            {t('dataExport')}
          </Button>
        </div>
      </Section>
      <Section title={t('dataCorrect')} lead={t('dataCorrectText')}>
        <ResourceView resource={resource} rows={2}>
          {({ contact }) => <ContactForm contact={contact} onSaved={resource.reload} />}
        </ResourceView>
      </Section>
      <Section title={t('dataOther')} lead={t('dataEraseText')}>
        <div>
          <LinkButton tone="second" href="/services/SRV-115">
            {t('dataRequest')}
          </LinkButton>
        </div>
      </Section>
    </AccountFrame>
  );
}
