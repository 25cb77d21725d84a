import { Icon, ServiceGlyph, Tag, serviceClassName } from '@amanah/ui';
import type { ServiceRow } from '../shared/answers.ts';
import { t } from './messages.ts';

/** One service in the catalogue: what it is, how long, how much, whose. */
export function ServiceLine({ service }: { readonly service: ServiceRow }) {
  return (
    <li className="sv-line">
      <ServiceGlyph serviceClass={service.class} />
      <div>
        <h3 className="sv-line__name">
          <a href={`/services/${service.code}`}>{service.name}</a>
        </h3>
        <p className="sv-line__summary">{service.summary}</p>
        <div className="sv-line__tags">
          <Tag>{service.system}</Tag>
          <Tag look="line">{serviceClassName(service.class)}</Tag>
          {service.viaOffice && <Tag look="line">{t('viaOffice')}</Tag>}
        </div>
      </div>
      <dl className="sv-line__facts">
        <div>
          <Icon name="clock" size="sm" />
          <dt className="am-hidden">{t('duration')}</dt>
          <dd>{service.duration}</dd>
        </div>
        <div>
          <Icon name="wallet" size="sm" />
          <dt className="am-hidden">{t('fee')}</dt>
          <dd>{service.fee}</dd>
        </div>
        <div>
          <Icon name="building-2" size="sm" />
          <dt className="am-hidden">{t('owner')}</dt>
          <dd className="am-muted">{service.owner}</dd>
        </div>
      </dl>
    </li>
  );
}
