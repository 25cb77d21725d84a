import { Button, DualDate, formatMoment, GovernmentData, Identifier, Notice } from '@amanah/ui';
import type { Fact, FieldUi, Form } from '../../shared/forms/form-types.ts';
import type { FactAnswer, FactAnswers, FactItem } from './fact-answers.ts';
import { controlId, useFormPlace } from './form-place.ts';
import { say, t } from './messages.ts';
import { proposedBy } from './use-proposed.ts';

interface FactsPanelProps {
  readonly form: Form;
  readonly codes: readonly string[];
  readonly facts: FactAnswers;
  /** Asks the source again, or for the first time. */
  readonly onFetch: (code: string) => void;
  /** Where people say that what was fetched is wrong. */
  readonly correctionHref?: string | undefined;
}

/** What was fetched for this step: read-only, with whose it is and when it came; a source that is away leaves a way on. */
export function FactsPanel({ form, codes, facts, onFetch, correctionHref }: FactsPanelProps) {
  const shown = form.facts.filter(({ code }) => codes.includes(code));
  if (shown.length === 0) return null;
  return (
    <section className="am-stack am-gap-4">
      <h3>{t('formGovernment')}</h3>
      {shown.map((fact) => (
        <div key={fact.code} id={controlId(`sources.${fact.code}`)}>
          <FactCard fact={fact} answer={facts[fact.code] ?? { state: 'waiting' }} form={form} onFetch={onFetch} />
        </div>
      ))}
      {shown.some(({ code }) => facts[code]?.state === 'fetched') && (
        <p className="am-caption">
          {t('formNotEditable')} {correctionHref && <a href={correctionHref}>{t('formDataWrong')}</a>}
        </p>
      )}
    </section>
  );
}

interface FactCardProps {
  readonly fact: Fact;
  readonly answer: FactAnswer;
  readonly form: Form;
  readonly onFetch: (code: string) => void;
}

function FactCard({ fact, answer, form, onFetch }: FactCardProps) {
  const error = useFormPlace().problemAt(`sources.${fact.code}`);
  const title = say(fact.title);
  const source = say(fact.source);
  const again = (words: string) => (
    <div>
      <Button tone="second" size="small" icon="refresh-cw" onClick={() => onFetch(fact.code)}>
        {words}
      </Button>
    </div>
  );
  switch (answer.state) {
    case 'fetched':
      return (
        <>
          <GovernmentData
            title={title}
            source={t('formFetchedFrom', { source, time: formatMoment(answer.at) })}
            items={answer.items.map((item) => ({ term: item.term, value: <ItemValue item={item} /> }))}
          />
          <Filled form={form} answer={answer} />
        </>
      );
    case 'unavailable':
      return (
        <Notice tone="warn" title={answer.why ?? t('formSourceAway', { source })}>
          {answer.why ? (
            <p>{t(fact.mandatory ? 'formSourceInstead' : 'formSourceInsteadOptional', { title })}</p>
          ) : (
            <>
              <p>{t(fact.mandatory ? 'formSourceAwaySince' : 'formSourceAwayOptional', { title, time: formatMoment(answer.since) })}</p>
              {again(t('formTryAgain'))}
            </>
          )}
        </Notice>
      );
    case 'none':
      return (
        <Notice tone={fact.mandatory ? 'danger' : 'info'} title={t('formSourceNone', { title, source })}>
          <p>{answer.why ?? t(fact.mandatory ? 'formSourceNoneText' : 'formSourceNoneOptional')}</p>
          {again(t('formTryAgain'))}
        </Notice>
      );
    case 'asking':
      return <Notice live tone="gypsum" title={t('formAsking', { title, source })} />;
    case 'waiting': {
      const key = fact.key ? form.ui[fact.key] : undefined;
      return (
        <Notice tone={error ? 'danger' : 'gypsum'} title={key ? t('formSourceWaiting', { title, field: say(key.title) }) : title}>
          {again(t('formFetch'))}
        </Notice>
      );
    }
  }
}

/** Says which answers of later steps come from what was fetched. */
function Filled({ form, answer }: { readonly form: Form; readonly answer: FactAnswer }) {
  const names = Object.keys(proposedBy(form, answer));
  if (names.length === 0) return null;
  const fields = names.map((name) => say((form.ui[name] as FieldUi).title)).join(t('formListMark'));
  return <p className="am-caption rq-filled">{t('formFilledFrom', { fields })}</p>;
}

function ItemValue({ item }: { readonly item: FactItem }) {
  if (item.kind === 'identifier') return <Identifier value={item.value} />;
  return item.kind === 'date' ? <DualDate value={item.value} /> : <bdi>{item.value}</bdi>;
}
