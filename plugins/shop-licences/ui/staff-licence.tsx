import { Button, Identifier, ResourceView, dataOf, useResource } from '@amanah/ui';
import { useState } from 'react';
import type { StaffLicenceAnswer } from '../shared/register-answers.ts';
import { api } from './api.ts';
import { LicenceFacts } from './licence-facts.tsx';
import { LicenceHistory } from './licence-history.tsx';
import { MeasureDialog } from './measure-dialog.tsx';
import { t } from './messages.ts';
import { StandingNotice } from './standing-notice.tsx';

type Measure = StaffLicenceAnswer['may'][number];

/** One licence of the register, with its history and what the official may decide. */
export function StaffLicence({ number, onBack }: { readonly number: string; readonly onBack: () => void }) {
  const resource = useResource((signal) => dataOf(api.GET('/api/shop-licences/register/{number}', { params: { path: { number } }, signal })), [number]);
  const [asked, setAsked] = useState<Measure | null>(null);
  return (
    <div className="sl-page">
      <div>
        <Button tone="quiet" onClick={onBack}>
          {t('backToSearch')}
        </Button>
      </div>
      <ResourceView resource={resource} rows={6}>
        {(licence) => (
          <>
            <h2>{licence.shop}</h2>
            <StandingNotice licence={licence} />
            <div className="sl-acts">
              {licence.may.map((measure) => (
                <Button key={measure} tone={measure === 'lift' ? 'second' : 'danger'} onClick={() => setAsked(measure)}>
                  {t(`measure-${measure}`)}
                </Button>
              ))}
            </div>
            <LicenceFacts licence={licence} />
            {licence.nationalId && (
              <p className="am-caption">
                {t('nationalNumber')} <Identifier value={licence.nationalId} />
              </p>
            )}
            <LicenceHistory history={licence.history} />
          </>
        )}
      </ResourceView>
      {asked && (
        <MeasureDialog
          key={asked}
          number={number}
          measure={asked}
          onClose={(done) => {
            setAsked(null);
            if (done) resource.reload();
          }}
        />
      )}
    </div>
  );
}
