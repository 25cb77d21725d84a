import { ActError, Button, LinkButton, Notice, ResourceView, dataOf, page, useAct, useResource } from '@amanah/ui';
import { Checkbox, RadioGroup } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { useState, type ReactNode } from 'react';
import type { NotificationSettings } from '../shared/settings.ts';
import type { SettingsAnswer } from '../shared/settings-answer.ts';
import { api } from './api.ts';
import { CategoryChoices } from './category-choices.tsx';
import { t } from './messages.ts';

const halfHour = 30;
const times = Array.from({ length: 48 }, (_, index) => index * halfHour);
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** How the person wants to be told: what by which channel, quiet hours, the mail of the day, the language. */
function SettingsPage() {
  const resource = useResource((signal) => dataOf(api.GET('/api/notifications/settings', { signal })), []);
  return <ResourceView resource={resource}>{(answer) => <Settings answer={answer} />}</ResourceView>;
}

export const lifecycles = page(SettingsPage);

function Settings({ answer }: { readonly answer: SettingsAnswer }) {
  const [settings, setSettings] = useState(answer.settings);
  const [saved, setSaved] = useState(false);
  const act = useAct();
  const change = (part: Partial<NotificationSettings>) => {
    setSaved(false);
    setSettings((current) => ({ ...current, ...part }));
  };
  const save = async () => {
    const kept = await act.run(() => dataOf(api.PUT('/api/notifications/settings', { body: settings })));
    if (!kept) return;
    setSettings(kept);
    setSaved(true);
  };
  return (
    <form
      className="nt-settings"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Contacts contacts={answer.contacts} />
      <Part title={t('channelsTitle')} lead={t('channelsLead')}>
        <CategoryChoices choices={settings.choices} onChange={(choices) => change({ choices })} />
      </Part>
      <Part title={t('quietTitle')} lead={t('quietLead')}>
        <Quiet quiet={settings.quiet} onChange={(quiet) => change({ quiet })} />
      </Part>
      <Part title={t('dailyTitle')} lead={t('dailyLead')}>
        <Select
          label={t('dailyHour')}
          value={String(settings.dailyHour)}
          onChange={(hour) => change({ dailyHour: Number(hour ?? settings.dailyHour) })}
          options={hours.map((hour) => ({ id: String(hour), label: timeOfDay(hour * 60) }))}
        />
        <RadioGroup
          label={t('language')}
          inline
          value={settings.language}
          onChange={(language) => change({ language })}
          choices={[
            { id: 'ar', label: <span lang="ar">{t('language_ar')}</span> },
            { id: 'en', label: <span lang="en">{t('language_en')}</span> },
          ]}
        />
      </Part>
      {saved && <Notice live tone="success" title={t('saved')} />}
      <ActError act={act} />
      <div className="am-actions">
        <Button type="submit" busy={act.busy}>
          {t('save')}
        </Button>
        <LinkButton tone="second" href="/account">
          {t('accountLink')}
        </LinkButton>
      </div>
    </form>
  );
}

/** What is chosen reaches nobody without an address: said before the choices. */
function Contacts({ contacts }: { readonly contacts: SettingsAnswer['contacts'] }) {
  const said = [
    contacts.mail === 'missing' && t('mailMissing'),
    contacts.mail === 'refused' && t('mailRefused'),
    contacts.sms === 'missing' && t('smsMissing'),
    contacts.sms === 'refused' && t('smsRefused'),
  ].filter((one) => one !== false);
  if (said.length === 0) return null;
  return (
    <>
      {said.map((text) => (
        <Notice key={text} tone="warn" title={text}>
          <a className="am-link" href="/account/data">
            {t('contactChange')}
          </a>
        </Notice>
      ))}
    </>
  );
}

function Quiet({ quiet, onChange }: { readonly quiet: NotificationSettings['quiet']; readonly onChange: (quiet: NotificationSettings['quiet']) => void }) {
  const options = times.map((minute) => ({ id: String(minute), label: timeOfDay(minute) }));
  return (
    <>
      <Checkbox checked={quiet !== null} onChange={(on) => onChange(on ? { from: 22 * 60, until: 7 * 60 } : null)}>
        {t('quietOn')}
      </Checkbox>
      {quiet && (
        <div className="nt-times">
          <Select label={t('quietFrom')} value={String(quiet.from)} onChange={(from) => onChange({ ...quiet, from: Number(from) })} options={options} />
          <Select label={t('quietUntil')} value={String(quiet.until)} onChange={(until) => onChange({ ...quiet, until: Number(until) })} options={options} />
        </div>
      )}
    </>
  );
}

function Part({ title, lead, children }: { readonly title: string; readonly lead: string; readonly children: ReactNode }) {
  return (
    <section className="nt-part">
      <header>
        <h2>{title}</h2>
        <p className="am-muted">{lead}</p>
      </header>
      <div className="nt-part__body">{children}</div>
    </section>
  );
}

/** `10:00 م` of a minute of the day. */
function timeOfDay(minute: number): string {
  const language = document.documentElement.lang === 'en' ? 'en-GB' : 'ar-SA-u-nu-latn';
  const format = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: 'UTC' });
  return format.format(new Date(minute * 60_000));
}
