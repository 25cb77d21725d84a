import { Notice } from '@amanah/ui';
import type { BatchAnswer } from '../../shared/answers/staff-answers.ts';
import { t } from '../forms/messages.ts';

/** What became of each task of a batch: how many went well, and of each other one why not. */
export function BatchResult({ done, refused }: BatchAnswer) {
  return (
    <Notice
      live
      tone={refused.length === 0 ? 'success' : 'warn'}
      title={
        refused.length === 0
          ? t('staffDone', { count: done.length })
          : `${t('staffDone', { count: done.length })}${t('formListMark')}${t('staffRefused', { count: refused.length })}`
      }
    >
      {refused.length > 0 && (
        <ul className="rs-plain">
          {refused.map(({ request, token, title }) => (
            <li key={`${request}/${token}`}>{t('staffRefusedLine', { number: request, reason: title })}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
