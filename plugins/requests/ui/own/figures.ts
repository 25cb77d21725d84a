import type { Answers } from '../../shared/forms/form-types.ts';

const LONGEST_TEXT = 60;
const LONGEST_ASKED = 3_500;

const isFigure = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length > 0 && value.length <= LONGEST_TEXT);
const isRow = (value: unknown): value is Answers => typeof value === 'object' && value !== null && !Array.isArray(value) && !('id' in value);

/**
 * What of the answers a tariff may reckon with: numbers, choices and rows of them; no long text, no files. As JSON in one order, so that what does not change the fee
 * does not ask for it again; `null` when it is more than an address holds.
 */
export function figuresOf(answers: Answers): string | null {
  const figures = Object.entries(answers)
    .flatMap(([name, value]): [string, unknown][] => {
      if (isFigure(value)) return [[name, value]];
      if (Array.isArray(value) && value.length > 0 && value.every(isRow))
        return [[name, value.map((row) => Object.fromEntries(Object.entries(row).filter(([, part]) => isFigure(part))))]];
      return [];
    })
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const text = JSON.stringify(Object.fromEntries(figures));
  return text.length <= LONGEST_ASKED ? text : null;
}
