import {
  ApiProblem,
  Button,
  Icon,
  Identifier,
  LinkButton,
  Loading,
  Notice,
  Rows,
  StatusPill,
  currentLanguage,
  dataOf,
  formatDualDate,
  useResource,
  type Row,
} from '@amanah/ui';
import { useState } from 'react';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { byNeed } from './licence-order.ts';
import { renewalHref } from './licence-asked.ts';

interface OwnLicence {
  readonly number: string;
  readonly shop: string;
  readonly municipality: { readonly ar: string; readonly en: string };
  readonly validUntil: string;
  readonly state: 'valid' | 'expired' | 'suspended' | 'cancelled';
  /** Its register has come into ours of late. */
  readonly justMoved: boolean;
}

const SHOWN_AT_FIRST = 5;
const TONES = { valid: 'success', expired: 'warn', suspended: 'danger', cancelled: 'neutral' } as const;

/** The person's shop licences in the register of every municipality; a register that does not answer is named, and the others are shown. */
export function OwnLicences() {
  const resource = useResource((signal) => dataOf(api.GET('/api/shop-licences/own', { signal })), []);
  // An Amanah without registers of shop licences has no such section.
  if (resource.status === 'error' && resource.error instanceof ApiProblem && [403, 404].includes(resource.error.problem.status)) return null;
  return (
    <section className="am-stack am-gap-4 rq-licences" aria-labelledby="rq-licences">
      <header>
        <h2 id="rq-licences">{t('licencesTitle')}</h2>
        <p className="am-muted">{t('licencesLead')}</p>
      </header>
      {resource.status === 'loading' && <Loading rows={2} />}
      {(resource.status === 'error' || resource.status === 'offline') && (
        <Notice tone="warn" title={t('licencesFailed')}>
          <Again onAgain={resource.reload} />
        </Notice>
      )}
      {resource.status === 'ready' && (
        <>
          {resource.data.unasked.length > 0 && (
            <Notice tone="warn" title={t('licencesAway', { names: listed(resource.data.unasked) })}>
              <Again onAgain={resource.reload} />
            </Notice>
          )}
          {resource.data.licences.length > 0 && <Licences licences={byNeed(resource.data.licences)} />}
          {resource.data.licences.length === 0 && resource.data.unasked.length === 0 && <p className="am-muted">{t('licencesNone')}</p>}
        </>
      )}
    </section>
  );
}

function Licences({ licences }: { readonly licences: readonly OwnLicence[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? licences : licences.slice(0, SHOWN_AT_FIRST);
  return (
    <>
      <Rows label={t('licencesTitle')} rows={shown.map(rowOf)} />
      {licences.length > SHOWN_AT_FIRST && (
        <div>
          <Button tone="second" iconEnd={all ? 'chevron-up' : 'chevron-down'} aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('licencesFewer') : t('licencesAll', { count: licences.length })}
          </Button>
        </div>
      )}
    </>
  );
}

function Again({ onAgain }: { readonly onAgain: () => void }) {
  return (
    <div>
      <Button tone="second" size="small" icon="refresh-cw" onClick={onAgain}>
        {t('again')}
      </Button>
    </div>
  );
}

const listed = (names: readonly OwnLicence['municipality'][]) => new Intl.ListFormat(currentLanguage()).format(names.map((name) => name[currentLanguage()]));

function rowOf({ number, shop, municipality, validUntil, state, justMoved }: OwnLicence): Row {
  const over = state === 'expired';
  const past = validUntil < new Date().toISOString().slice(0, 10);
  return {
    id: number,
    start: <Icon name="store" size="lg" />,
    title: shop,
    href: `/licences/${number}`,
    meta: [
      <Identifier key="number" value={number} />,
      municipality[currentLanguage()],
      ...(state === 'cancelled' ? [] : [t(past ? 'licenceSince' : 'licenceUntil', { date: formatDualDate(validUntil) })]),
    ],
    end: (
      <>
        <StatusPill tone={TONES[state]}>{t(`licence_${state}`)}</StatusPill>
        {justMoved && (state === 'valid' || over) && <StatusPill tone="info">{t('licenceNowOnline')}</StatusPill>}
        {(state === 'valid' || over) && (
          <LinkButton tone="second" size="small" href={renewalHref(number)} aria-label={t('licenceRenewNamed', { shop, number })}>
            {t('licenceRenew')}
          </LinkButton>
        )}
      </>
    ),
  };
}
