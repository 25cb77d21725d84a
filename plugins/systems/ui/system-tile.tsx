import { Button, Icon, StatusPill, formatMoment, type IconName, type Tone } from '@amanah/ui';
import { useState } from 'react';
import type { SystemRow } from '../shared/system-row.ts';
import { api } from './api.ts';
import { t } from './messages.ts';

const STATES = {
  up: { tone: 'success', text: 'stateUp', icon: 'circle-check' },
  slow: { tone: 'warn', text: 'stateSlow', icon: 'clock' },
  down: { tone: 'danger', text: 'stateDown', icon: 'circle-x' },
  maintenance: { tone: 'info', text: 'stateMaintenance', icon: 'wrench' },
  unknown: { tone: 'neutral', text: 'stateUnknown', icon: 'circle-dashed' },
} as const satisfies Record<SystemRow['state'], { tone: Tone | 'neutral'; text: string; icon: IconName }>;

/** One system: what it is, whether it works now, and the way in. A tile that is open is one link; a closed one offers to tell when it is back. */
export function SystemTile({ system }: { readonly system: SystemRow }) {
  if (system.state === 'down' || system.state === 'maintenance') return <ClosedTile system={system} />;
  return (
    <li>
      <a className="sy-tile" href={system.enterPath}>
        <TileHead system={system} />
        {system.announced && (
          <span className="am-caption">
            <Icon name="wrench" size="sm" /> {t('announced', { from: formatMoment(system.announced.from), until: formatMoment(system.announced.until) })}{' '}
            {system.announced.note}
          </span>
        )}
        <span className="sy-tile__foot">
          <span className="am-caption">{system.older ? t('inPortal') : ''}</span>
          <b>
            {t('open')} <Icon name="chevron-right" size="sm" />
          </b>
        </span>
      </a>
    </li>
  );
}

function ClosedTile({ system }: { readonly system: SystemRow }) {
  const [followed, setFollowed] = useState(system.followed);
  const [failed, setFailed] = useState(false);
  const follow = () => {
    setFailed(false);
    api.POST('/api/systems/follows/{id}', { params: { path: { id: system.id } } }).then(
      () => setFollowed(true),
      () => setFailed(true),
    );
  };
  return (
    <li>
      <article className="sy-tile sy-tile--closed">
        <TileHead system={system} />
        <p className="am-caption">{system.since ? t('since', { time: formatMoment(system.since) }) : t('details')}</p>
        <div className="sy-tile__foot" role="status">
          {followed ? (
            <span className="sy-tile__followed">
              <Icon name="bell-ring" size="sm" /> {t('followed')}
            </span>
          ) : (
            <Button tone="second" size="small" icon="bell-ring" onClick={follow}>
              {t('follow')}
            </Button>
          )}
          {failed && <span className="am-caption">{t('followFailed')}</span>}
        </div>
      </article>
    </li>
  );
}

function TileHead({ system }: { readonly system: SystemRow }) {
  const state = STATES[system.state];
  return (
    <>
      <span className="sy-tile__head">
        <span className="sy-tile__icon">
          <Icon name={system.id.includes('licence') ? 'store' : 'layers'} size="lg" />
        </span>
        <StatusPill tone={state.tone} icon={state.icon}>
          {t(state.text)}
        </StatusPill>
      </span>
      <span className="sy-tile__body">
        <strong>{system.title}</strong>
        {system.description && <span className="am-muted">{system.description}</span>}
      </span>
    </>
  );
}
