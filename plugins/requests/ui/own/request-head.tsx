import { Identifier, StatusPill } from '@amanah/ui';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import { t } from '../forms/messages.ts';
import { CopyButton } from './copy-button.tsx';

/** Under the title: state, number, who decides, for whom. */
export function RequestHead({ request: { state, number, unitName, beneficiary } }: { readonly request: OwnRequest }) {
  return (
    <div className="rq-head">
      <StatusPill tone={state.tone}>{state.title}</StatusPill>
      <span className="rq-head__number">
        {t('requestNumber')} <Identifier value={number} />
        <CopyButton text={number}>{t('copyNumber')}</CopyButton>
      </span>
      <span className="am-muted">{unitName}</span>
      {beneficiary && <span className="am-muted">{beneficiary}</span>}
    </div>
  );
}
