import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { seconds, type Device } from './device.ts';
import { spoken } from './spoken.ts';

/** The form of a licence as a person fills it: by its fields' ids, with what is written on its buttons. */
export class LicenceForm {
  readonly page: Page;
  readonly #say: ReturnType<typeof spoken>;

  constructor({ page, language }: Pick<Device, 'page' | 'language'>) {
    this.page = page;
    this.#say = spoken('requests', language);
  }

  field(name: string): Locator {
    return this.page.locator(`#form-${name.replaceAll('.', '-')}`);
  }

  /** Waits until the form stands at the step that has this field. */
  async at(name: string): Promise<void> {
    await this.field(name).waitFor(seconds(60));
  }

  async type(name: string, text: string): Promise<void> {
    const input = this.field(name).locator('input, textarea').first();
    await input.fill(text);
    await input.press('Tab');
  }

  /** A day into the parts of a date, in the Hijri calendar that the field begins with. */
  async date(name: string, day: Date): Promise<void> {
    const parts = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'Asia/Riyadh' });
    const digits = Object.fromEntries(parts.formatToParts(day).map(({ type, value }) => [type, value.replace(/\D/g, '')]));
    await this.field(name).getByRole('spinbutton').first().click();
    await this.page.keyboard.type(`${digits['day']}${digits['month']}${digits['year']}`);
    await this.page.keyboard.press('Tab');
  }

  /** Chooses from a list that opens. */
  async select(name: string, nth: number): Promise<void> {
    await this.field(name).locator('button').first().click();
    await this.page.getByRole('option').nth(nth).click();
    await this.listGone();
  }

  /** Writes into a search field and takes the first that fits. */
  async search(name: string, text: string): Promise<void> {
    await this.field(name).locator('input').fill(text);
    await this.page.getByRole('option').first().click();
    await this.listGone();
  }

  async choose(name: string, nth: number): Promise<void> {
    await this.field(name).locator('label').nth(nth).click();
  }

  async yes(name: string): Promise<void> {
    await this.field(name).getByText(this.#say('formYes'), { exact: true }).click();
  }

  async no(name: string): Promise<void> {
    await this.field(name).getByText(this.#say('formNo'), { exact: true }).click();
  }

  async accept(name: string): Promise<void> {
    await this.field(name).locator('label').click();
  }

  /** Sends a file, as the `nth` of its field. */
  async upload(name: string, file: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }, nth = 1): Promise<void> {
    await this.field(name).locator('input[type=file]').first().setInputFiles(file);
    await expect.poll(() => this.field(name).locator('.am-file--done').count(), seconds(60)).toBe(nth);
  }

  async removeFiles(name: string): Promise<void> {
    const remove = this.field(name).locator('.am-file button');
    while ((await remove.count()) > 0) await remove.first().click();
  }

  async addRow(name: string): Promise<void> {
    await this.field(name).locator('> div > button.am-button--second').last().click();
  }

  /** A sign of one face over the front; its measures in metres, as they are typed. */
  async frontSign(width: string, height: string): Promise<void> {
    await this.addRow('signs');
    await this.select('signs.0.kind', 0);
    await this.type('signs.0.width', width);
    await this.type('signs.0.height', height);
    await this.choose('signs.0.faces', 0);
  }

  /** The button that leads on or sends. */
  async goOn(): Promise<void> {
    await this.page.locator('.rq-form__actions button[type=submit]').click();
  }

  async saved(): Promise<void> {
    await this.page
      .getByText(this.#say('formSaved', { time: '' }).trim())
      .first()
      .waitFor(seconds(60));
  }

  private async listGone(): Promise<void> {
    await expect.poll(() => this.page.locator('.am-popover').count(), seconds(20)).toBe(0);
  }
}
