import { ResourceView, ServiceGlyph, Tag, dataOf, formatDualDate, useMount, useResource, Slot } from '@amanah/ui';
import { useRef, useState } from 'react';
import type { CardAnswer } from '../shared/answers.ts';
import { CardDocuments } from './card-documents.tsx';
import { CardStart, SideFacts, StickyStart } from './card-start.tsx';
import { CardConditions, CardFaq, CardFees, CardRelated, CardSteps } from './card-sections.tsx';
import { Outages } from './outages.tsx';
import { ProblemForm } from './problem-form.tsx';
import { RatingForm } from './rating-form.tsx';
import { ShareLink } from './share-link.tsx';
import { startingAnswer } from './starting-answer.ts';
import { api } from './api.ts';
import { t } from './messages.ts';

/** The card of one service (rules.md A1–A10). */
export function CardPage() {
  const { params } = useMount();
  const code = params.code ?? location.pathname.split('/').at(-1) ?? '';
  const [start] = useState(() => startingAnswer<CardAnswer>(code));
  const first = useRef(start);
  const resource = useResource(
    async (signal) => {
      const given = first.current;
      first.current = null;
      return given ?? dataOf(api.GET('/api/services/cards/{code}', { params: { path: { code } }, signal }));
    },
    [code],
  );
  // What the page came with stands until something newer is there; the same card stays while it is asked for again, with what was just said in it.
  const shown = resource.status === 'ready' ? resource.data : resource.status === 'loading' && start?.code === code ? start : null;
  if (shown) return <Card card={shown} onRated={resource.reload} />;
  return (
    <ResourceView resource={resource} rows={8}>
      {(card) => <Card card={card} onRated={resource.reload} />}
    </ResourceView>
  );
}

function Card({ card, onRated }: { readonly card: CardAnswer; readonly onRated: () => void }) {
  return (
    <div className={card.quiet ? 'sv-card sv-card--quiet' : 'sv-card'}>
      <Facts card={card} />
      <div className="sv-card__columns">
        <aside className="sv-side" aria-label={t('startSummary')}>
          <CardStart card={card} />
          <Outages card={card} />
          <SideFacts card={card} />
          <Slot name="service.aside" data={{ code: card.code }} />
        </aside>
        <div className="sv-main">
          {card.condolence && <p className="am-lead">{card.condolence}</p>}
          <Contents />
          <CardDocuments card={card} />
          <CardSteps card={card} />
          <CardFees card={card} />
          <CardConditions card={card} />
          <CardFaq card={card} />
          <CardRelated card={card} />
          <section className="sv-voice">
            {card.rating.open && <RatingForm card={card} onRated={onRated} />}
            <ProblemForm code={card.code} />
            <p className="sv-foot">
              <ShareLink path={card.path} title={card.name} />
              <span className="am-caption">
                {t('updated')}: {formatDualDate(card.updated)}
              </span>
            </p>
          </section>
        </div>
      </div>
      <StickyStart card={card} />
    </div>
  );
}

function Facts({ card }: { readonly card: CardAnswer }) {
  return (
    <div className="sv-facts am-band am-band--last">
      <span className="am-tag am-tag--line">
        <ServiceGlyph serviceClass={card.class} size="sm" />
        {card.className}
      </span>
      <Tag look="line" icon="clock">
        {t(card.instant ? 'instantYes' : 'instantNo')}
      </Tag>
      <Tag look="line" icon="monitor">
        {t(card.electronicOnly ? 'electronicOnly' : 'electronicAndOffice')}
      </Tag>
      <Tag look="line" icon="users-round">
        {card.audiences.join(t('listSeparator'))}
      </Tag>
      {card.rating.open && (
        <Tag look="line" icon="star">
          {card.rating.average === null ? (
            t('ratingNone')
          ) : (
            <>
              <b>{card.rating.average}</b> {t('ratingOf')} · {t('ratingCount', { count: card.rating.count })}
            </>
          )}
        </Tag>
      )}
    </div>
  );
}

function Contents() {
  const parts = [
    ['documents', 'navDocuments'],
    ['steps', 'sectionSteps'],
    ['fees', 'navFees'],
    ['conditions', 'sectionConditions'],
    ['faq', 'sectionFaq'],
  ] as const;
  return (
    <nav className="sv-contents" aria-label={t('onThisPage')}>
      {parts.map(([id, title]) => (
        <a key={id} href={`#${id}`}>
          {t(title)}
        </a>
      ))}
    </nav>
  );
}
