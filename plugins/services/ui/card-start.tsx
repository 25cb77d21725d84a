import { LinkButton, Notice, formatTime, usePage } from '@amanah/ui';
import { useEffect, useRef, useState } from 'react';
import type { CardAnswer } from '../shared/answers.ts';
import { IconLine } from './icon-line.tsx';
import { t } from './messages.ts';

/** Where the button leads: into the connected system, by way of sign-in for those who are not in yet. */
function useStartHref(card: CardAnswer): string {
  const { session } = usePage();
  if (card.start.way !== 'system') return '#apply';
  return session ? card.start.enterPath : `/auth/sign-in?rd=${encodeURIComponent(card.start.enterPath)}`;
}

const START_ID = 'start-service';

/** The first action of the card: starts the service, or says clearly where to apply today. */
export function CardStart({ card }: { readonly card: CardAnswer }) {
  const href = useStartHref(card);
  return (
    <div className="am-card sv-start">
      <LinkButton id={START_ID} size="large" block iconEnd="arrow-right" href={href}>{t('start')}</LinkButton>
      <div className="sv-start__figures">
        <div><span className="am-caption">{t('fee')}</span><b>{card.fee}</b></div>
        <div><span className="am-caption">{t('duration')}</span><b>{card.duration}</b></div>
      </div>
      <WhereToApply card={card} />
    </div>
  );
}

function WhereToApply({ card }: { readonly card: CardAnswer }) {
  const { start } = card;
  if (start.way === 'elsewhere') {
    const key = card.class === 'informational' ? 'applyContent' : start.channels.length > 0 ? 'applyElsewhere' : 'applyPortalOnly';
    return <div id="apply" tabIndex={-1}><Notice tone="info" title={t('sectionApply')}>{t(key, { channels: start.channels.join(t('listSeparator')) })}</Notice></div>;
  }
  if (start.state === 'down') return <Notice tone="danger" title={t('systemDown')}>{start.since ? t('systemDownSince', { time: formatTime(start.since) }) : t('systemMaintenanceText')}</Notice>;
  if (start.state === 'maintenance') return <Notice tone="warn" title={t('systemMaintenance')}>{t('systemMaintenanceText')}</Notice>;
  return <p className="am-caption">{t('applyConnected', { place: start.place })}</p>;
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
        <IconLine name="file-check"><a href={card.serviceLevelPath}>{t('serviceLevel')}</a></IconLine>
        <IconLine name="phone">{t('support')}: <bdi className="am-id" dir="ltr">{card.support.phone}</bdi>{t('listSeparator')}{card.support.unit}</IconLine>
      </ul>
    </div>
  );
}

/** On phones the button comes back at the bottom once the first one has scrolled away (rules.md A3). */
export function StickyStart({ card }: { readonly card: CardAnswer }) {
  const href = useStartHref(card);
  const [shown, setShown] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const first = bar.current?.parentElement?.querySelector(`#${START_ID}`);
    if (!first) return;
    const watch = new IntersectionObserver(([entry]) => { if (entry) setShown(!entry.isIntersecting && entry.boundingClientRect.top < 0); });
    watch.observe(first);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={bar} className="sv-sticky" hidden={!shown}>
      <LinkButton href={href} iconEnd="arrow-right">{t('start')}</LinkButton>
      <span className="am-caption"><b className="am-strong">{card.fee}</b><br />{card.duration}</span>
    </div>
  );
}
