import { ActError, Button, Card, Icon, Identifier, Rows, dataOf, formatMoment, useAct, type ButtonProps } from '@amanah/ui';
import type { FormAnswer } from '../../shared/answers/draft-answers.ts';
import type { Form } from '../../shared/forms/form-types.ts';
import { api } from '../api.ts';
import { BeforeYouStart } from '../forms/card-facts.tsx';
import { say, t } from '../forms/messages.ts';
import { ActingAs, CapacityNotice } from './capacity-notice.tsx';
import { recordAsked } from './record-asked.ts';

/** What the card of the service says that its form does not. */
export interface CardFacts {
  readonly fee: string;
  readonly feeNote: string;
  readonly duration: string;
  readonly uploaded: readonly { readonly name: string; readonly mandatory: boolean }[];
}

interface StartProps {
  readonly form: FormAnswer;
  readonly card: CardFacts | null;
  readonly onOpen: (draft: string) => void;
}

/** What is known before the first question: fee, time, documents, as whom; then the draft that was left, or a new one. */
export function StartView({ form: answer, card, onOpen }: StartProps) {
  const form = answer.form as Form;
  const asked = recordAsked(location.search, form.ui);
  const act = useAct();
  const begin = () =>
    void act.run(async () => {
      const draft = await dataOf(api.POST('/api/requests/drafts', { body: { service: answer.service.code } }));
      if (asked) {
        const first = form.steps[0]?.id ?? '';
        await api.PUT('/api/requests/drafts/{id}', {
          params: { path: { id: draft.id } },
          body: { answers: { [asked.field]: asked.number }, step: first, revision: draft.revision },
        });
      }
      onOpen(draft.id);
    });
  const [latest] = asked === null ? answer.drafts : [];
  const beginLook: ButtonProps = { size: 'large', block: true, busy: act.busy, onClick: begin };

  return (
    <div className="rq-start">
      <aside className="rq-start__side" aria-label={t('applyBefore')}>
        <div className="am-card rq-start__card">
          {answer.capacityFits && latest && (
            <Button size="large" block iconEnd="arrow-right" onClick={() => onOpen(latest.id)}>
              {t('applyGoOn')}
            </Button>
          )}
          {answer.capacityFits && (
            <Button {...beginLook} {...(latest ? { tone: 'second' } : { iconEnd: 'arrow-right' })}>
              {t(latest ? 'applyBeginNew' : form.pattern === 'enquiry' ? 'applyBeginAsk' : 'applyBegin')}
            </Button>
          )}
          <ActError act={act} />
          {asked && (
            <p>
              <span className="am-caption">{t(asked.kind === 'licence' ? 'applyForLicence' : 'applyForDecision')}</span> <Identifier value={asked.number} />
            </p>
          )}
          {card && (
            <dl className="rq-start__figures">
              <div>
                <dt className="am-caption">{t('applyFee')}</dt>
                <dd>{card.fee}</dd>
              </div>
              <div>
                <dt className="am-caption">{t('applyDuration')}</dt>
                <dd>{card.duration}</dd>
              </div>
            </dl>
          )}
          <ActingAs />
        </div>
      </aside>
      <div className="rq-start__main">
        {!answer.capacityFits && <CapacityNotice audiences={form.audiences} />}
        {answer.drafts.length > 0 && (
          <section className="am-stack am-gap-2">
            <h2>{t('applyDrafts')}</h2>
            <Rows label={t('applyDrafts')} rows={answer.drafts.map((draft) => draftRow(draft, onOpen))} />
          </section>
        )}
        <section className="am-stack am-gap-4">
          <h2>{t('applyBefore')}</h2>
          <BeforeYouStart form={form} />
          <Documents form={form} uploaded={card?.uploaded ?? []} />
          <p className="am-muted rq-icon-line">
            <Icon name="cloud-upload" />
            {t('applyKept')}
          </p>
        </section>
      </div>
    </div>
  );
}

function draftRow({ id, number, changedAt }: FormAnswer['drafts'][number], onOpen: (draft: string) => void) {
  return {
    id,
    start: <Icon name="pencil" size="lg" />,
    title: (
      <>
        {t('draftNumber')} <Identifier value={number} />
      </>
    ),
    meta: [t('draftChanged', { time: formatMoment(changedAt) })],
    end: (
      <Button tone="second" size="small" aria-label={t('applyGoOnNamed', { number })} onClick={() => onOpen(id)}>
        {t('applyGoOn')}
      </Button>
    ),
  };
}

function Documents({ form, uploaded }: { readonly form: Form; readonly uploaded: CardFacts['uploaded'] }) {
  return (
    <div className="rq-start__documents">
      <Card surface="gypsum">
        <h3 className="rq-icon-line">
          <Icon name="shield-check" />
          {t('applyFetched')}
        </h3>
        {form.facts.length === 0 ? (
          <p className="am-muted">{t('applyNoFetched')}</p>
        ) : (
          <ul className="rq-lines">
            {form.facts.map((fact) => (
              <li key={fact.code}>
                {say(fact.title)}
                <span className="am-caption">{say(fact.source)}</span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card>
        <h3 className="rq-icon-line">
          <Icon name="upload" />
          {t('applyUploaded')}
        </h3>
        {uploaded.length === 0 ? (
          <p className="am-muted">{t('applyNoUploaded')}</p>
        ) : (
          <ul className="rq-lines">
            {uploaded.map(({ name, mandatory }) => (
              <li key={name}>
                {name}
                {!mandatory && <span className="am-caption">{t('applyOptional')}</span>}
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}
