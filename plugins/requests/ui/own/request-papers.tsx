import { ActError, Icon, dataOf, formatDualDate, useAct, type IconName } from '@amanah/ui';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import type { Form } from '../../shared/forms/form-types.ts';
import { api } from '../api.ts';
import { say, t } from '../forms/messages.ts';
import { filesOf, invoiceOf } from './own-facts.ts';

const SentAnswers = lazy(() => import('./sent-answers.tsx').then((module) => ({ default: module.SentAnswers })));

/** Everything on paper: invoice, what was issued, the receipt, what was sent. */
export function RequestPapers({ request }: { readonly request: OwnRequest }) {
  const { number, facts, papers, answers } = request;
  const form = request.form as Form | null;
  const invoice = invoiceOf(facts);
  const act = useAct();
  const [open, setOpen] = useState(false);
  const receipt = () => {
    // Opened by the press itself: browsers shut what opens later.
    const tab = window.open('about:blank', '_blank');
    void act
      .run(() => dataOf(api.POST('/api/requests/own/{number}/receipt', { params: { path: { number } } })))
      .then((made) => (made && tab ? tab.location.replace(made.path) : tab?.close()));
  };
  return (
    <section className="am-card am-card--flush rq-papers" aria-labelledby="rq-papers">
      <h2 id="rq-papers">{t('papersTitle')}</h2>
      <ul>
        {invoice && (
          <Paper icon="receipt" title={<a href={`/payments/${invoice.invoice}`}>{t('papersInvoice')}</a>}>
            {t('papersInvoiceText')}
          </Paper>
        )}
        {papers.map((paper) => (
          <Paper key={paper.id} icon="file-check" title={<Opened href={paper.path}>{paper.title}</Opened>}>
            {formatDualDate(paper.madeAt)}
          </Paper>
        ))}
        <Paper
          icon="printer"
          title={
            <button type="button" className="rq-papers__act" aria-busy={act.busy} onClick={receipt}>
              {t('papersReceipt')}
            </button>
          }
        >
          {t('papersReceiptText')}
        </Paper>
        {filesOf(form, answers).map((file) => (
          <Paper key={file.id} icon="paperclip" title={<Opened href={`/api/requests/files/${file.id}`}>{file.name}</Opened>}>
            {say(file.field)}
          </Paper>
        ))}
        {form && (
          <Paper
            icon="list-checks"
            title={
              <button type="button" className="rq-papers__act" aria-expanded={open} onClick={() => setOpen(!open)}>
                {t('papersAnswers')}
              </button>
            }
          >
            {t('papersAnswersText')}
          </Paper>
        )}
      </ul>
      <ActError act={act} />
      {open && form && (
        <Suspense fallback={null}>
          <SentAnswers form={form} answers={answers} />
        </Suspense>
      )}
    </section>
  );
}

function Paper({ icon, title, children }: { readonly icon: IconName; readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <li>
      <span className="rq-papers__icon">
        <Icon name={icon} />
      </span>
      <span className="rq-papers__words">
        {title}
        <span className="am-caption">{children}</span>
      </span>
    </li>
  );
}

/** The browser's own viewer opens it: the shell must not take the address for a page. */
function Opened({ href, children }: { readonly href: string; readonly children: string }) {
  return (
    <a href={href} target="_blank" rel="noopener">
      <bdi>{children}</bdi>
    </a>
  );
}
