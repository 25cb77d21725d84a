import { expect } from 'vitest';
import type { ImportAnswer, UnitAnswer } from '../../../plugins/shop-licences/shared/rollout-answers.ts';
import { seconds, type Device } from './device.ts';
import { ended, told, type RolloutLab } from './roll-out-lab.ts';
import { spoken } from './spoken.ts';

type Stage = 'legacy' | 'parallel' | 'new' | 'archived';

/** The roll-out team at its board in the browser: each act is pressed, asked for with its consequence, given a reason, and seen to be done. */
export class RolloutTeam {
  readonly #device: Device;
  readonly #lab: RolloutLab;
  readonly #unit: string;
  readonly #say: ReturnType<typeof spoken>;

  constructor(device: Device, lab: RolloutLab, unit: string) {
    this.#device = device;
    this.#lab = lab;
    this.#unit = unit;
    this.#say = spoken('shop-licences', device.language);
  }

  /** From the board to the page of the municipality. */
  async open(): Promise<void> {
    await this.#device.open('/staff/rollout');
    await this.#device.page.locator(`a[href="/staff/rollout/${this.#unit}"]`).click();
    await this.#device.page.getByRole('heading', { name: this.#say('rolloutSteps') }).waitFor(seconds(60));
  }

  async #press(label: string, why: string | null): Promise<void> {
    const { page } = this.#device;
    await page.getByRole('button', { name: label, exact: true }).click();
    const question = page.getByRole('alertdialog');
    if (why !== null) await question.getByRole('textbox').fill(why);
    await question.getByRole('button', { name: label, exact: true }).click();
    await question.waitFor({ state: 'detached', timeout: 60_000 });
  }

  /** Begins an import and waits for its end on the page of the municipality. */
  async imports(kind: 'dry' | 'real'): Promise<ImportAnswer> {
    await this.#press(this.#say(kind === 'dry' ? 'rolloutDry' : 'rolloutReal'), null);
    const { imports } = await told<UnitAnswer>(this.#lab.lead, `/${this.#unit}`);
    const run = await ended(this.#lab, imports[0]?.id ?? '');
    expect(run.kind).toBe(kind);
    await this.open();
    await this.#device.page
      .getByRole('link', { name: this.#say('rolloutImportNumber', { id: run.id }) })
      .first()
      .waitFor(seconds(60));
    return run;
  }

  /** Opens the report of an import, and the sample beside it, which is marked as looked at. */
  async looksAtSample(run: ImportAnswer): Promise<void> {
    const { page } = this.#device;
    await page
      .getByRole('link', { name: this.#say('rolloutImportNumber', { id: run.id }) })
      .first()
      .click();
    await page.getByRole('button', { name: this.#say('rolloutSampleShow') }).click();
    await page.getByRole('button', { name: this.#say('rolloutSampleSee') }).click();
    await page.getByRole('button', { name: this.#say('rolloutSampleSee') }).waitFor({ state: 'detached', timeout: 60_000 });
    await this.#device.looks('roll-out-sample');
    await this.open();
  }

  freezes = (why: string): Promise<void> => this.#press(this.#say('rolloutFreeze'), why);

  async movesTo(stage: Stage, why: string): Promise<void> {
    await this.#press(this.#say('rolloutAdvance', { stage: this.#say(`rolloutStage-${stage}`) }), why);
    await this.stands(stage);
  }

  async takesBackTo(stage: Stage, why: string): Promise<void> {
    await this.#press(this.#say('rolloutRollBack', { stage: this.#say(`rolloutStage-${stage}`) }), why);
    await this.stands(stage);
  }

  /** Where the municipality stands, as the page says it. */
  async stands(stage: Stage): Promise<void> {
    const standing = this.#device.page.locator('.am-steps [aria-current=step]').first();
    await expect.poll(() => standing.innerText(), seconds(60)).toContain(this.#say(`rolloutStage-${stage}`));
  }
}
