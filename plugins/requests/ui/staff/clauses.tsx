import { say, t } from '../forms/messages.ts';

interface Violation {
  readonly code: string;
  readonly title: { readonly ar: string; readonly en: string };
  readonly fine: string | null;
  readonly repeated: boolean;
}

/** What the checklist of an inspection stands for, with the fine that was reckoned: the inspector records by it, the signatory decides by it. */
export function Clauses({ facts }: { readonly facts: Readonly<Record<string, unknown>> }) {
  const { violations = [] } = (facts['classified'] ?? {}) as { readonly violations?: readonly Violation[] };
  if (violations.length === 0) return null;
  return (
    <section className="rs-card" aria-label={t('staffClauses')}>
      <h2>{t('staffClauses')}</h2>
      <ul>
        {violations.map(({ code, title, fine, repeated }) => (
          <li key={code}>
            <bdi dir="ltr">{code}</bdi> {say(title)}
            {'. '}
            {fine === null ? t('staffClauseNoFine') : t('staffClauseFine', { amount: fine })}
            {repeated && `. ${t('staffClauseRepeated')}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
