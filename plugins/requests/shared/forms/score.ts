import type { Answers, Form } from './form-types.ts';

/** Answers to an item of a checklist. An item that does not apply counts for nothing. */
const passes = 'pass';
const fails = 'fail';
/** Most points of a checklist of which a critical item failed. */
const criticalCap = 59;

export interface Score {
  /** 0 to 100, whole. */
  readonly points: number;
  /** Names of failed items, and of the critical ones among them. */
  readonly failed: readonly string[];
  readonly critical: readonly string[];
  /** Items of the checklist, and how many of them are answered. */
  readonly items: number;
  readonly answered: number;
}

/** What a filled checklist comes to: 100 × passed weight / applicable weight, capped by a failed critical item; `null` for a form without one, or while nothing applies. */
export function scoreOf(form: Form, answers: Answers): Score | null {
  const items = Object.entries(form.ui).flatMap(([name, { weight, critical = false }]) => (weight === undefined ? [] : [{ name, weight, critical }]));
  const answering = (wanted: string) => items.filter(({ name }) => answers[name] === wanted);
  const weigh = (some: readonly { readonly weight: number }[]) => some.reduce((sum, { weight }) => sum + weight, 0);
  const [passed, failed] = [answering(passes), answering(fails)];
  const applicable = weigh(passed) + weigh(failed);
  if (applicable === 0) return null;
  const critical = failed.filter((item) => item.critical);
  const points = Math.round((100 * weigh(passed)) / applicable);
  return {
    points: critical.length > 0 ? Math.min(points, criticalCap) : points,
    failed: failed.map(({ name }) => name),
    critical: critical.map(({ name }) => name),
    items: items.length,
    answered: items.filter(({ name }) => answers[name] !== undefined).length,
  };
}
