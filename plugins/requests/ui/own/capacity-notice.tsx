import { Notice, usePage, LinkButton } from '@amanah/ui';
import type { Form } from '../../shared/forms/form-types.ts';
import { t } from '../forms/messages.ts';
import { capacityHref } from './address.ts';

/** The service is not for the capacity that the person acts in: for whom it is, and where the capacity is changed. */
export function CapacityNotice({ audiences }: { readonly audiences: Form['audiences'] }) {
  const names = audiences.flatMap((one) => (one === 'individuals' || one === 'business' || one === 'government' ? [t(`audience_${one}`)] : []));
  return (
    <Notice tone="warn" title={t('applyWrongCapacity')}>
      <p>{t('applyWrongCapacityText', { audiences: names.join(t('formListMark')) })}</p>
      <div>
        <LinkButton icon="refresh-cw" href={capacityHref()}>
          {t('applyChangeCapacity')}
        </LinkButton>
      </div>
    </Notice>
  );
}

/** As whom the person acts now, and the way to change it. */
export function ActingAs() {
  const { session } = usePage();
  if (!session) return null;
  return (
    <p className="rq-acting">
      <span className="am-caption">{t('applyActing')}</span>
      <b>{session.capacity || t('applyActingSelf')}</b>
      <a className="am-link" href={capacityHref()}>
        {t('applyChangeCapacity')}
      </a>
    </p>
  );
}
