import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { seconds } from './device.ts';
import { LicenceDesk } from './licence-desk.ts';
import { LicenceForm } from './licence-form.ts';
import type { LicenceJourney } from './licence-journeys.ts';
import { inspector, licenceOfficer, mayorOfDhahran } from './staff-sign-in.ts';

export interface Picture {
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A field of the checklist. */
const item = (nth: number) => `item${String(nth).padStart(2, '0')}`;
const pagesOfChecklist = [
  [1, 8],
  [9, 16],
  [17, 22],
] as const;

/** Those in Dhahran who have a part in a studied licence, each signed in once: the officer, the inspector with a phone, the mayor. */
export class LicenceOfficials {
  readonly officer: LicenceDesk;
  readonly inspector: LicenceDesk;
  readonly mayor: LicenceDesk;

  private constructor(officer: LicenceDesk, inspects: LicenceDesk, mayor: LicenceDesk) {
    this.officer = officer;
    this.inspector = inspects;
    this.mayor = mayor;
  }

  static async of(browser: Browser, base: string): Promise<LicenceOfficials> {
    return new LicenceOfficials(
      await LicenceDesk.of(browser, base, licenceOfficer),
      await LicenceDesk.of(browser, base, inspector, 390),
      await LicenceDesk.of(browser, base, mayorOfDhahran),
    );
  }

  /** The officer reads the case with a paper of it beside the data, and returns it with a reason and a note. */
  async returns(number: string, { language, words }: LicenceJourney): Promise<void> {
    const { officer } = this;
    await officer.inbox(language);
    await officer.takes(number, 'officer');
    await officer.looks('16-case');
    await this.#paperBeside();
    await officer.looks('16-case-beside-paper');
    await officer.chooses(words.incomplete);
    await officer.reason(words.reason);
    await officer.note(words.note);
    await officer.looks('17-case-return');
    await officer.records();
    await officer.looks('18-case-returned');
  }

  /** What may not be framed would become a page of the browser's own errors. */
  async #paperBeside(): Promise<void> {
    const { page } = this.officer;
    const refused: string[] = [];
    page.on('console', (said) => /Framing|Refused to (frame|display)/.test(said.text()) && refused.push(said.text()));
    const shown = page.waitForResponse((answer) => answer.url().includes('/cases/files/') && answer.request().resourceType() === 'document');
    await page
      .getByRole('button', { name: /permit\.pdf/ })
      .first()
      .click();
    expect((await shown).headers()['content-type']).toBe('application/pdf');
    await expect.poll(() => page.frames().some((frame) => frame.url().includes('/cases/files/')), seconds(30)).toBe(true);
    expect(refused).toEqual([]);
  }

  async findsComplete(number: string, { language, words }: LicenceJourney): Promise<void> {
    const { officer } = this;
    await officer.inbox(language);
    await officer.takes(number);
    await officer.looks('25-case-again');
    await officer.chooses(words.complete);
    await officer.records();
  }

  /** The inspector goes through the whole checklist on a phone and takes two photos. */
  async visits(number: string, { language, words }: LicenceJourney, photos: readonly [Picture, Picture]): Promise<void> {
    const { inspector: visitor } = this;
    await visitor.inbox(language);
    await visitor.takes(number, 'inspector');
    const form = new LicenceForm(visitor);
    await form.at('visitedOn');
    await visitor.looks('26-visit');
    await form.date('visitedOn', new Date());
    await form.type('visitedAt', '09:30');
    await form.choose('presence', 0);
    await form.type('metPerson', words.shop);
    await form.goOn();
    for (const [from, to] of pagesOfChecklist) {
      await form.at(item(from));
      for (let nth = from; nth <= to; nth++) await form.choose(item(nth), 0);
      if (from === 9) await visitor.looks('27-checklist');
      await form.goOn();
    }
    await form.at('evidence');
    await form.upload('evidence', { ...photos[0], name: 'front.jpg' });
    await form.upload('evidence', { ...photos[1], name: 'inside.jpg' }, 2);
    await visitor.looks('28-evidence');
    await form.goOn();
    await visitor.page.getByRole('button', { name: visitor.say('staffFormAgain') }).waitFor();
    await visitor.looks('29-visit-complete');
    await visitor.records();
  }

  /** The officer recommends, the mayor approves. */
  async approve(number: string, { language, words }: LicenceJourney): Promise<void> {
    const { officer, mayor } = this;
    await officer.inbox(language);
    await officer.takes(number);
    await officer.looks('30-recommend');
    await officer.records();
    await mayor.inbox(language);
    await mayor.takes(number, 'mayor');
    await mayor.looks('31-approve');
    await mayor.chooses(words.approve);
    await mayor.records();
  }

  async sign(number: string, { language }: LicenceJourney): Promise<void> {
    const { mayor } = this;
    await mayor.inbox(language);
    await mayor.takes(number);
    const form = new LicenceForm(mayor);
    await form.at('readBeforeSigning');
    await form.accept('readBeforeSigning');
    await mayor.looks('37-sign');
    await form.goOn();
    await mayor.records();
    await mayor.looks('38-signed');
  }
}
