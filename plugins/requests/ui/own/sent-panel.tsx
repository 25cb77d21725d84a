import { DualDate, Icon, IconButton, Identifier } from '@amanah/ui';
import { useEffect, useRef } from 'react';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import { t } from '../forms/messages.ts';

interface SentProps {
  readonly request: OwnRequest;
  readonly enquiry: boolean;
  readonly onClose: () => void;
}

/** It has arrived: its number, what happens next, by when, and where it is followed. */
export function SentPanel({ request: { number, next, dueAt, ended }, enquiry, onClose }: SentProps) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <section className="rq-sent" aria-labelledby="rq-sent">
      <span className="rq-sent__seal" aria-hidden="true">
        <Icon name="check" size="lg" />
      </span>
      <div className="am-stack am-gap-4">
        <div>
          <h2 id="rq-sent" ref={title} tabIndex={-1}>
            {t(enquiry ? 'sentAsked' : 'sentTitle')}
          </h2>
          <p className="rq-sent__number">
            {t('requestNumber')} <Identifier value={number} />
          </p>
        </div>
        {!ended && (
          <dl className="rq-sent__facts">
            <div>
              <dt>{t('sentNext')}</dt>
              <dd>{next}</dd>
            </div>
            <div>
              <dt>{t('sentWhen')}</dt>
              <dd>{dueAt ? <DualDate value={dueAt} /> : t('sentNoDate')}</dd>
            </div>
            <div>
              <dt>{t('sentWhere')}</dt>
              <dd>{t('sentWhereText')}</dd>
            </div>
          </dl>
        )}
      </div>
      <IconButton icon="x" label={t('taskClose')} onClick={onClose} />
    </section>
  );
}
