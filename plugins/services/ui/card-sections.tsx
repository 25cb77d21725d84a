import { Icon, Money, ServiceGlyph, type IconName } from '@amanah/ui';
import type { CardAnswer } from '../shared/answers.ts';
import { IconLine } from './icon-line.tsx';
import { t } from './messages.ts';

const ACTOR_ICON: Readonly<Record<string, IconName>> = {
  beneficiary: 'user-round',
  'second-party': 'users-round',
  integration: 'refresh-cw',
  system: 'refresh-cw',
  municipality: 'landmark',
  employee: 'briefcase',
  inspector: 'clipboard-check',
  signatory: 'badge-check',
  'engineering-office': 'hard-hat',
  external: 'network',
  committee: 'users-round',
};

/** Numbered steps; those of the person are filled. */
export function CardSteps({ card }: { readonly card: CardAnswer }) {
  return (
    <section className="sv-section" id="steps">
      <h2>{t('sectionSteps')}</h2>
      <ol className="sv-steps">
        {card.steps.map((step, index) => (
          <li key={index} className={step.you ? 'sv-step sv-step--you' : 'sv-step'}>
            <span>{step.text}</span>
            <span className="sv-step__who">
              <Icon name={ACTOR_ICON[step.actor] ?? 'circle'} size="sm" />
              {step.who}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Fees line by line before any form is opened (rules.md A4). */
export function CardFees({ card }: { readonly card: CardAnswer }) {
  return (
    <section className="sv-section" id="fees">
      <h2>{t('sectionFees')}</h2>
      {card.feeLines.length === 0 ? (
        <p>
          <b>{card.fee}</b>
          {card.feeNote !== card.fee && <> · {card.feeNote}</>}
        </p>
      ) : (
        <table className="am-fees">
          <tbody>
            {card.feeLines.map((line) => (
              <tr key={line.name}>
                <td>
                  {line.name}
                  <small className="am-caption">{line.formula}</small>
                </td>
                <td className="am-number">
                  <Money halalas={line.halalas} />
                </td>
              </tr>
            ))}
          </tbody>
          {card.feeTotalHalalas !== null && (
            <tfoot>
              <tr>
                <th scope="row">{t('feeTotal')}</th>
                <td className="am-number">
                  <Money halalas={card.feeTotalHalalas} />
                </td>
              </tr>
            </tfoot>
          )}
        </table>
      )}
      {card.feeLines.length > 0 && (
        <p className="am-caption sv-fee-note">
          <Icon name="info" size="sm" />
          {t(card.feeIllustrative ? 'feeIllustrative' : 'feeFinal')}
        </p>
      )}
    </section>
  );
}

/** Prerequisites, legal basis and the entities that take part. */
export function CardConditions({ card }: { readonly card: CardAnswer }) {
  return (
    <section className="sv-section" id="conditions">
      <h2>{t('sectionConditions')}</h2>
      {card.prerequisites.length === 0 ? (
        <p className="am-muted">{t('conditionsNone')}</p>
      ) : (
        <ul className="sv-lines">
          {card.prerequisites.map((text) => (
            <IconLine key={text} name="check">
              {text}
            </IconLine>
          ))}
        </ul>
      )}
      {card.legalBasis.length > 0 && (
        <>
          <h3>{t('legalBasis')}</h3>
          <ul className="sv-lines">
            {card.legalBasis.map((text) => (
              <IconLine key={text} name="scale">
                {text}
              </IconLine>
            ))}
          </ul>
        </>
      )}
      {card.parties.length > 0 && (
        <>
          <h3>{t('parties')}</h3>
          <ul className="sv-lines">
            {card.parties.map((text) => (
              <IconLine key={text} name="network">
                {text}
              </IconLine>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Questions people ask, each behind its own heading. */
export function CardFaq({ card }: { readonly card: CardAnswer }) {
  return (
    <section className="sv-section" id="faq">
      <h2>{t('sectionFaq')}</h2>
      {card.faq.map(({ question, answer }, index) => (
        <details key={question} className="sv-question" open={index === 0}>
          <summary>
            {question}
            <Icon name="chevron-down" />
          </summary>
          <p>{answer}</p>
        </details>
      ))}
    </section>
  );
}

/** Services of the same system or life event. */
export function CardRelated({ card }: { readonly card: CardAnswer }) {
  if (card.related.length === 0) return null;
  return (
    <section className="sv-section" id="related">
      <h2>{t('sectionRelated')}</h2>
      <div className="sv-related">
        {card.related.map((service) => (
          <a key={service.code} href={`/services/${service.code}`}>
            <ServiceGlyph serviceClass={service.class} size="sm" />
            <span>
              {service.name}
              <span className="am-caption">
                {service.fee}
                {t('listSeparator')}
                {service.duration}
              </span>
            </span>
          </a>
        ))}
      </div>
    </section>
  );
}
