import { Card, Money, dataOf } from '@amanah/ui';
import { useEffect, useState } from 'react';
import type { Answers, Form } from '../../shared/forms/form-types.ts';
import { api } from '../api.ts';
import { FeeCard } from '../forms/card-facts.tsx';
import { say, t } from '../forms/messages.ts';
import { figuresOf } from './figures.ts';

interface Line {
  readonly code: string;
  readonly title: { readonly ar: string; readonly en: string };
  readonly amount: string;
  readonly reckoning: { readonly ar: string; readonly en: string };
}
interface Quote {
  readonly lines: readonly Line[];
  readonly total: string;
  readonly illustrative: boolean;
}

const HALALAS_IN_RIYAL = 100;
/** Not at each key of a number that is being written. */
const PAUSE_MS = 300;
const halalas = (amount: string) => Math.round(Number(amount) * HALALAS_IN_RIYAL);

/** The fee by what was answered so far, line by line with how each is reckoned; what the card says, where no tariff can reckon it yet. */
export function FeeLines({ form, answers }: { readonly form: Form; readonly answers: Answers }) {
  const quote = useQuote(form, figuresOf(answers));
  if (!quote) return <FeeCard form={form} />;
  return (
    <Card>
      <h3>{t('feesTitle')}</h3>
      <table className="am-fees">
        <tbody>
          {quote.lines.map((line, index) => (
            <tr key={`${line.code} ${index}`}>
              <td>
                {say(line.title)}
                <small className="am-caption">{say(line.reckoning)}</small>
              </td>
              <td className="am-number">
                <Money halalas={halalas(line.amount)} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('feesTotal')}</th>
            <td className="am-number">
              <Money halalas={halalas(quote.total)} />
            </td>
          </tr>
        </tfoot>
      </table>
      <p className="am-caption">{t(quote.illustrative ? 'feesIllustrative' : 'feesFinal')}</p>
    </Card>
  );
}

/** What the tariff of the service says; `null` where there is none, where a figure is missing, or where nobody answers. */
function useQuote(form: Form, figures: string | null): Quote | null {
  const [quote, setQuote] = useState<Quote | null>(null);
  const free = form.fee === null || form.fee.basis === 'free';
  useEffect(() => {
    if (free || figures === null) return undefined;
    const abort = new AbortController();
    const ask = () =>
      dataOf(api.GET('/api/payments/quotes/{tariff}', { params: { path: { tariff: form.service }, query: { figures } }, signal: abort.signal })).then(
        setQuote,
        () => {
          if (!abort.signal.aborted) setQuote(null);
        },
      );
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [form.service, free, figures]);
  return quote;
}
