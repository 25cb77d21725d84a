import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { qrIn, textOf } from '../../../plugins/documents/testing/read-pdf.ts';
import { seconds, type Device } from './device.ts';
import { LicenceForm } from './licence-form.ts';
import { spoken } from './spoken.ts';

/** A licence's renewal as its holder does it on one device, from the form to the paper. `looks` is given the name of each page that is met. */
export class LicenceRenewal {
  readonly #device: Device;
  readonly #form: LicenceForm;
  readonly #requests: ReturnType<typeof spoken>;
  readonly #payments: ReturnType<typeof spoken>;
  readonly #documents: ReturnType<typeof spoken>;
  readonly #name: string;

  constructor(device: Device, name: string) {
    this.#device = device;
    this.#form = new LicenceForm(device);
    this.#requests = spoken('requests', device.language);
    this.#payments = spoken('payments', device.language);
    this.#documents = spoken('documents', device.language);
    this.#name = name;
  }

  get #page(): Page {
    return this.#device.page;
  }

  async #looks(step: string): Promise<void> {
    await this.#device.looks(`${this.#name}-${step}`);
  }

  /** Begins a draft on the page before the form. */
  async begin(): Promise<void> {
    await this.#page.getByRole('button', { name: this.#requests('applyBegin') }).click();
    await this.#form.at('licenceNumber');
  }

  /** Fills what no register knows, reads the fee, and sends it. @returns the request's number, and the fee that was shown */
  async send(years: 1 | 2 | 3): Promise<{ readonly number: string; readonly total: string }> {
    const form = this.#form;
    await form.yes('dataUnchanged');
    await form.select('licenceYears', years - 1);
    await form.no('cleaningContract');
    await this.#page.locator('.am-fees tfoot').waitFor(seconds(60));
    const total = (await this.#page.locator('.am-fees tfoot td').innerText()).replace(/[^\d.,]/g, '');
    await this.#looks('form');
    await form.goOn();
    await form.accept('undertakingTruth');
    await form.accept('undertakingRequirements');
    expect((await this.#page.locator('.am-fees tfoot td').innerText()).replace(/[^\d.,]/g, '')).toBe(total);
    await this.#looks('review');
    await form.goOn();
    await this.#page.locator('#rq-sent').waitFor(seconds(60));
    return { number: new URL(this.#page.url()).pathname.split('/').at(-1) ?? '', total };
  }

  /** Goes from the page of the request, where the bill appears by itself, to the trial bank and back. */
  async pay(total: string): Promise<void> {
    const say = this.#payments;
    const page = this.#page;
    await page.getByRole('link', { name: this.#requests('payOpen') }).waitFor(seconds(90));
    await this.#looks('to-pay');
    await page.getByRole('link', { name: this.#requests('payOpen') }).click();
    await page.getByRole('link', { name: say('trialLink') }).waitFor(seconds(60));
    await page.locator('.pay-page').getByText(total).first().waitFor();
    await this.#looks('invoice');
    const bank = await this.#device.tabOf(page.getByRole('link', { name: say('trialLink') }));
    await bank.getByRole('button').click();
    await bank.locator('p[role=status]').waitFor(seconds(30));
    await bank.close();
    await page.getByRole('button', { name: say('check') }).click();
    await page.getByText(say('paidTitle'), { exact: true }).waitFor(seconds(60));
    await this.#looks('paid');
  }

  /** Waits on the request's page until the licence is there; reads its paper and the page of its code. @returns the words of the paper */
  async paper(request: string): Promise<string> {
    const page = this.#page;
    if (new URL(page.url()).pathname !== `/requests/${request}`) await this.#device.open(`/requests/${request}`);
    const link = page.getByRole('link', { name: this.#requests('licenceOpen') });
    await link.waitFor(seconds(120));
    await this.#looks('issued');
    const { status, body } = await this.#device.bytesOf((await link.getAttribute('href')) ?? '');
    expect(status).toBe(200);
    const check = new URL(qrIn(body) ?? '').pathname;
    expect(check).toMatch(/^\/v\//);
    await this.#device.open(check);
    await page.getByText(this.#documents('validTitle')).waitFor(seconds(30));
    await this.#looks('checked');
    return textOf(body);
  }
}
