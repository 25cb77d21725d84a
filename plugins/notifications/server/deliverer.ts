import { AmanahError } from '@amanah/errors';
import { refusalOf, type Log, type PersonContact, type PluginMail, type PortClient } from '@amanah/plugin-api';
import type { NotificationService, smsGateway } from '../contract.ts';
import type { NotificationSettings } from '../shared/settings.ts';
import { hashOf, type BlockedContacts } from './blocked-contacts.ts';
import type { Claimed, DeliveryQueue, Ending } from './delivery-queue.ts';
import type { MailLinks } from './mail-html.ts';
import { dailyMail, noticeMail } from './mail-message.ts';
import { afterQuiet, retryAt } from './plan.ts';
import type { Preferences } from './preferences.ts';
import { measureSms } from './sms-segments.ts';
import type { Stopped, StopLinks } from './stop-links.ts';
import type { NoticeTemplates } from './templates.ts';
import { words } from './words.ts';

/** Messages that go out side by side. */
const atOnce = 4;

export interface DelivererSources {
  readonly queue: DeliveryQueue;
  readonly templates: NoticeTemplates;
  readonly preferences: Preferences;
  readonly blocked: BlockedContacts;
  readonly links: StopLinks;
  readonly mail: PluginMail;
  readonly gateway: () => PortClient<typeof smsGateway.operations>;
  readonly contactOf: (personId: string) => Promise<PersonContact | null>;
  readonly notify: NotificationService['send'];
  readonly publicUrl: URL;
  readonly log: Log;
}

/** Sends what is due, message by message, until nothing is due or its time is over. */
export class Deliverer {
  readonly #sources: DelivererSources;

  constructor(sources: DelivererSources) {
    this.#sources = sources;
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#sources.queue.recover();
    await Promise.all(Array.from({ length: atOnce }, () => this.#sendAll(signal)));
  }

  async #sendAll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const claimed = await this.#sources.queue.take();
      if (!claimed) return;
      await this.#sources.queue.end(claimed.claim, await this.#send(claimed));
    }
  }

  async #send(claimed: Claimed): Promise<Ending> {
    const { personId, channel, notices, daily } = claimed;
    const [contact, settings] = await Promise.all([this.#sources.contactOf(personId), this.#sources.preferences.of(personId)]);
    // The person may have changed their mind while it waited.
    const wanted = notices.some(({ category }) => (channel === 'mail' ? settings.choices[category].mail !== 'off' : settings.choices[category].sms));
    if (!wanted) return { state: 'suppressed', reason: 'preference' };
    const address = channel === 'mail' ? contact?.email : contact?.mobile;
    if (!address) return { state: 'suppressed', reason: 'no-contact' };
    if (await this.#sources.blocked.isBlocked(personId, channel, address)) return { state: 'suppressed', reason: 'contact-refused' };
    try {
      if (channel === 'sms') return await this.#sendText(claimed, address, settings);
      await this.#sendMail(claimed, address, settings, daily);
      return { state: 'sent' };
    } catch (error) {
      return this.#failed(claimed, address, settings, error);
    }
  }

  async #sendMail({ claim, personId, key, notices }: Claimed, to: string, settings: NotificationSettings, daily: boolean): Promise<void> {
    const { language } = settings;
    const mailed = notices.map(({ template, data, sentAt, to: target }) => ({
      written: this.#sources.templates.write(template, data, language),
      at: sentAt,
      address: new URL(target, this.#sources.publicUrl).href,
    }));
    const what: Stopped = daily ? 'daily' : notices[0]!.category;
    const token = what === 'security' ? null : await this.#sources.links.make({ personId, what });
    const at = (path: string) => new URL(path, this.#sources.publicUrl).href;
    const links: MailLinks = { settings: at('/account/notifications'), stop: token && at(`/unsubscribe/${token}`) };
    const content = daily ? dailyMail(mailed, links, language) : noticeMail(mailed[0]!, links, language);
    await this.#sources.mail.send({ ...content, to, language, key, ...(token ? { unsubscribe: at(`/api/notifications/unsubscriptions/${token}`) } : {}) }, () =>
      this.#sources.queue.handingOver(claim),
    );
  }

  async #sendText({ key, notices }: Claimed, to: string, { language }: NotificationSettings): Promise<Ending> {
    const { template, data } = notices[0]!;
    const text = this.#sources.templates.textMessage(template, data, language);
    // One key for one text to one number: after a change of either it is another message.
    const reference = `${key}/${hashOf(`${to} ${text}`).slice(0, 12)}`;
    const { segments } = await this.#sources.gateway().send({ to, text, reference }, { idempotencyKey: reference });
    return { state: 'sent', segments: segments ?? measureSms(text).segments };
  }

  async #failed(claimed: Claimed, address: string, settings: NotificationSettings, error: unknown): Promise<Ending> {
    const code = error instanceof AmanahError ? error.code : 'HTTP_INTERNAL';
    this.#sources.log.warn({ err: error, channel: claimed.channel, attempt: claimed.attempts }, 'a notice could not be sent');
    if (code === 'MAIL_ADDRESS_REFUSED' || refusalOf(error) === 'invalid-number') {
      await this.#block(claimed, address);
      return { state: 'failed', reason: 'contact-refused', error: code };
    }
    if (code === 'MAIL_REFUSED' || code === 'SYSTEMS_REFUSED' || code === 'NOTIFICATIONS_TEMPLATE_UNKNOWN')
      return { state: 'failed', reason: 'refused', error: code };
    if (code === 'MAIL_OUTCOME_UNKNOWN' || code === 'SYSTEMS_OUTCOME_UNKNOWN') return { state: 'unknown', reason: 'no-answer', error: code };
    if (code === 'SYSTEMS_PORT_UNSERVED' || code === 'SYSTEMS_UNKNOWN') return { state: 'suppressed', reason: 'no-gateway' };
    const now = new Date();
    if (now >= claimed.giveUpAt) return { state: 'failed', reason: 'gave-up', error: code };
    const at = retryAt(claimed.attempts, now);
    const urgent = claimed.daily || claimed.notices.some((notice) => notice.urgent);
    return { state: 'again', at: urgent ? at : afterQuiet(settings.quiet, at), error: code };
  }

  /** Nothing more goes there, and the person is told in the portal what to do. */
  async #block({ personId, channel }: Claimed, address: string): Promise<void> {
    await this.#sources.blocked.block(personId, channel, address);
    const name = channel === 'mail' ? 'yourMail' : 'yourMobile';
    const contact = { ar: words(name, 'ar'), en: words(name, 'en') };
    await this.#sources.notify([personId], {
      template: 'contact-refused',
      data: { contact },
      to: '/account/data',
      key: `notifications/refused/${hashOf(address)}`,
    });
  }
}
