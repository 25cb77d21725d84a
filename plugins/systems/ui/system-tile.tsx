import { Icon, StatusPill, formatTime, type IconName, type Tone } from '@amanah/ui';
import type { SystemRow } from '../shared/system-row.ts';
import { t } from './messages.ts';

const STATES = {
  up: { tone: 'success', text: 'stateUp', icon: 'circle-check' },
  slow: { tone: 'warn', text: 'stateSlow', icon: 'clock' },
  down: { tone: 'danger', text: 'stateDown', icon: 'circle-x' },
  maintenance: { tone: 'info', text: 'stateMaintenance', icon: 'wrench' },
  unknown: { tone: 'neutral', text: 'stateUnknown', icon: 'circle-dashed' },
} as const satisfies Record<SystemRow['state'], { tone: Tone | 'neutral'; text: string; icon: IconName }>;

/** One system: what it is, whether it works now, and the way in. The whole tile is one link. */
export function SystemTile({ system }: { readonly system: SystemRow }) {
  const state = STATES[system.state];
  const closed = system.state === 'down' || system.state === 'maintenance';
  return (
    <li>
      <a className={closed ? 'sy-tile sy-tile--closed' : 'sy-tile'} href={system.enterPath}>
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
        <span className="sy-tile__foot">
          <span className="am-caption">
            {closed ? (system.since ? t('since', { time: formatTime(system.since) }) : t('details')) : system.older ? t('inPortal') : ''}
          </span>
          <b>
            {t('open')} <Icon name="chevron-right" size="sm" />
          </b>
        </span>
      </a>
    </li>
  );
}
