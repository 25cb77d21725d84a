import { LinkButton, Notice, usePage } from '@amanah/ui';
import { useEffect, useRef, useState } from 'react';
import type { CardAnswer } from '../shared/answers.ts';
import { whereWords } from '../shared/where-words.ts';
import { IconLine } from './icon-line.tsx';
import { t } from './messages.ts';

type ConnectedSystem = Extract<CardAnswer['start'], { way: 'systems' }>['systems'][number];

/** The way into a connected system or a form, by way of sign-in for those who are not in yet. */
function useEnterHref(): (system: Pick<ConnectedSystem, 'enterPath'>) => string {
  const { session } = usePage();
  return (system) => (session ? system.enterPath : `/auth/sign-in?rd=${encodeURIComponent(system.enterPath)}`);
}

/** Where the button leads: to the form of the portal, or into the one system that takes the service, else to where one can apply. */
function useStartHref(card: CardAnswer): string {
  const enter = useEnterHref();
  const { start, apply } = card;
  const [only, ...others] = start.way === 'systems' ? start.systems : [];
  if (apply !== null) return enter({ enterPath: apply });
  const open = only && only.state !== 'down' && only.state !== 'maintenance';
  return open && others.length === 0 ? enter(only) : '#apply';
}

const START_ID = 'start-service';

/** The first action of the card: starts the service, or says clearly where to apply today. */
export function CardStart({ card }: { readonly card: CardAnswer }) {
  const href = useStartHref(card);
  return (
    <div className="am-card sv-start">
      <LinkButton id={START_ID} size="large" block iconEnd="arrow-right" href={href}>
        {t('start')}
      </LinkButton>
      <div className="sv-start__figures">
        <div>
          <span className="am-caption">{t('fee')}</span>
          <b>{card.fee}</b>
        </div>
        <div>
          <span className="am-caption">{t('duration')}</span>
          <b>{card.duration}</b>
        </div>
      </div>
      <WhereToApply card={card} />
    </div>
  );
}

function WhereToApply({ card }: { readonly card: CardAnswer }) {
  const { start } = card;
  const enter = useEnterHref();
  if (start.way === 'elsewhere') {
    return (
      <div id="apply" tabIndex={-1}>
        <Notice tone="info" title={t(card.apply === null ? 'sectionApply' : 'sectionAlso')}>
          {t(whereWords(card), { channels: start.channels.join(t('listSeparator')) })}
        </Notice>
      </div>
    );
  }
  return (
    <div id="apply" tabIndex={-1} className="sv-apply">
      <h2>{t(card.apply === null ? 'sectionApply' : 'sectionAlso')}</h2>
      <p className="am-caption">{t(card.apply === null ? 'applyConnected' : 'applyConnectedToo')}</p>
      <ul>
        {start.systems.map((system) => (
          <li key={system.id}>
            <a href={enter(system)}>{system.place}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The rest of what the summary says: sign-in, channels, owner, languages, agreement, support. */
export function SideFacts({ card }: { readonly card: CardAnswer }) {
  return (
    <div className="am-card">
      <ul className="sv-lines">
        <IconLine name="fingerprint">{t(card.signIn ? 'signInNafath' : 'signInNone')}</IconLine>
        <IconLine name="layout-grid">{card.channels.join(t('listSeparator'))}</IconLine>
        <IconLine name="building-2">{card.owner}</IconLine>
        <IconLine name="globe">{t('languages')}</IconLine>
        <IconLine name="file-check">
          <a href={card.serviceLevelPath}>{t('serviceLevel')}</a>
        </IconLine>
        <IconLine name="phone">
          {t('support')}:{' '}
          <bdi className="am-id" dir="ltr">
            {card.support.phone}
          </bdi>
          {t('listSeparator')}
          {card.support.unit}
        </IconLine>
      </ul>
    </div>
  );
}

/** On phones the button stands at the bottom whenever the first one is out of sight, above or below (rules.md A3). */
export function StickyStart({ card }: { readonly card: CardAnswer }) {
  const href = useStartHref(card);
  const [shown, setShown] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const first = bar.current?.parentElement?.querySelector(`#${START_ID}`);
    if (!first) return;
    const watch = new IntersectionObserver(([entry]) => {
      // Whether above or below does not matter: a jump over it, from one side to the other, is no change of `isIntersecting` and not told.
      if (entry) setShown(!entry.isIntersecting);
    });
    watch.observe(first);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={bar} className="sv-sticky" hidden={!shown}>
      <LinkButton href={href} iconEnd="arrow-right">
        {t('start')}
      </LinkButton>
      <span className="am-caption">
        <b className="am-strong">{card.fee}</b>
        <br />
        {card.duration}
      </span>
    </div>
  );
}
