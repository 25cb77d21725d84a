import type { TariffVersion } from './tariff-file.ts';

type Answers = Readonly<Record<string, unknown>>;

/** The figures of a tariff out of a request: of its facts before its answers, by the fields that the tariff names; the municipality is the one that decides. */
export function answeredFigures(
  { figures }: Pick<TariffVersion, 'figures'>,
  sources: readonly Answers[],
  municipality: string,
): Readonly<Record<string, unknown>> {
  const found: Record<string, unknown> = { municipality };
  for (const [name, figure] of Object.entries(figures)) {
    if (figure.kind === 'category') continue;
    const names = [name, ...(figure.answer === undefined ? [] : [figure.answer].flat())];
    const value = sources.flatMap((source) => names.map((one) => source[one])).find((one) => one !== undefined && one !== null && one !== '');
    if (value !== undefined) found[name] = value;
  }
  return found;
}
