import { ActError, Button, LinkButton, Notice, dataOf, formatDualDate, formatTime, useAct, type Act } from '@amanah/ui';
import { useState } from 'react';
import type { NewsContent } from '../../shared/news.ts';
import type { NewsAtWork } from '../../shared/news-answers.ts';
import { isEmptyText } from '../../shared/text-words.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { GiveBackDialog, LaterDialog, WithdrawDialog } from './step-dialogs.tsx';
import { StatePill } from './state-pill.tsx';

interface ItemStepsProps {
  readonly item: NewsAtWork;
  readonly content: NewsContent;
  readonly changed: boolean;
  readonly saving: Act;
  readonly onSave: () => void;
  readonly reload: () => void;
}

const notes = {
  draft: null,
  waiting: 'newsWaitingNote',
  approved: 'newsApprovedNote',
  published: 'newsPublishedNote',
  withdrawn: 'newsWithdrawnNote',
} as const;

/** Where the item stands, and what may be done with it now. */
export function ItemSteps({ item, content, changed, saving, onSave, reload }: ItemStepsProps) {
  const { id, version, state, may, wroteIt, path, publishAt, out } = item;
  const [asking, setAsking] = useState<'later' | 'back' | 'withdraw' | null>(null);
  const act = useAct();
  const missing = missingOf(content);
  const at = { params: { path: { id } } };
  const done = async (work: () => Promise<unknown>, words: string) => {
    const answer = await act.run(work, words);
    if (answer) reload();
    return answer !== null;
  };
  const send = () => done(() => dataOf(api.POST('/api/social/office/news/{id}/send', { ...at, body: { version } })), t('newsSent'));
  const approve = (moment: string | null) =>
    done(
      () => dataOf(api.POST('/api/social/office/news/{id}/approve', { ...at, body: { version, publishAt: moment } })),
      t(moment ? 'newsApproved' : 'newsPublishedNow'),
    );
  const publish = () => done(() => dataOf(api.POST('/api/social/office/news/{id}/publish', { ...at, body: { version } })), t('newsPublishedNow'));
  const giveBack = (words: string) =>
    done(() => dataOf(api.POST('/api/social/office/news/{id}/give-back', { ...at, body: { version, words } })), t('newsGivenBack'));
  const withdraw = (reason: { ar: string; en: string }) =>
    done(() => dataOf(api.POST('/api/social/office/news/{id}/withdraw', { ...at, body: { version, reason } })), t('newsWithdrawnDone'));
  const note = notes[state];
  const mayApprove = may.approve && state === 'waiting' && !changed;

  return (
    <div className="so-steps">
      <div className="so-steps__row">
        <StatePill state={state} out={out} />
        {changed && <span className="am-caption">{t('newsUnsaved')}</span>}
        <div className="so-steps__acts">
          {path && (
            <LinkButton tone="quiet" icon="eye" href={path}>
              {t('newsOpenPublished')}
            </LinkButton>
          )}
          {may.withdraw && out && !changed && (
            <Button tone="danger-second" onClick={() => setAsking('withdraw')}>
              {t('newsWithdraw')}
            </Button>
          )}
          {may.approve && !changed && (state === 'waiting' || state === 'approved') && (
            <Button tone="second" onClick={() => setAsking('back')}>
              {t('newsGiveBack')}
            </Button>
          )}
          {may.write && changed && (
            <Button busy={saving.busy} busyText={t('newsSaving')} onClick={onSave}>
              {t('newsSave')}
            </Button>
          )}
          {may.write && !changed && state === 'draft' && (
            <Button icon="send" busy={act.busy} disabled={missing.length > 0} onClick={() => void send()}>
              {t('newsSend')}
            </Button>
          )}
          {mayApprove && !wroteIt && (
            <>
              <Button tone="second" onClick={() => setAsking('later')}>
                {t('newsApproveLater')}
              </Button>
              <Button icon="check" busy={act.busy} onClick={() => void approve(null)}>
                {t('newsApprove')}
              </Button>
            </>
          )}
          {may.approve && !changed && state === 'approved' && (
            <Button busy={act.busy} onClick={() => void publish()}>
              {t('newsPublishNow')}
            </Button>
          )}
        </div>
      </div>
      <ActError act={act} />
      {!may.write && !may.approve && <Notice tone="gypsum" title={t('newsReadOnly')} />}
      {note && <p className="am-caption">{t(note)}</p>}
      {state === 'approved' && publishAt && <p>{t('newsPublishAt', { moment: `${formatDualDate(publishAt)} ${formatTime(publishAt)}` })}</p>}
      {mayApprove && wroteIt && <Notice tone="info" title={t('newsFourEyes')} />}
      {may.write && state === 'draft' && missing.length > 0 && (
        <p className="am-caption">
          {t('newsMissing')} {missing.join(t('newsListSeparator'))}
        </p>
      )}
      <LaterDialog open={asking === 'later'} onClose={() => setAsking(null)} onMoment={approve} />
      <GiveBackDialog open={asking === 'back'} onClose={() => setAsking(null)} onWords={giveBack} />
      <WithdrawDialog open={asking === 'withdraw'} onClose={() => setAsking(null)} onReason={withdraw} />
    </div>
  );
}

/** What a reader would miss, in words; the server asks the same again. */
function missingOf({ title, summary, body, picture }: NewsContent): string[] {
  return (['ar', 'en'] as const).flatMap((language) => {
    const where = t(language === 'ar' ? 'newsArabic' : 'newsEnglish');
    const named = (words: string) => `${words} (${where})`;
    return [
      ...(title[language].trim() ? [] : [named(t('newsFieldTitle'))]),
      ...(summary[language].trim() ? [] : [named(t('newsFieldSummary'))]),
      ...(isEmptyText(body[language]) ? [named(t('newsFieldBody'))] : []),
      ...(picture && !picture.alt[language].trim() ? [named(t('newsPictureAlt'))] : []),
    ];
  });
}
