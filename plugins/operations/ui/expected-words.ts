import type { Problem } from '../shared/system-answers.ts';
import { t, type MessageKey } from './messages.ts';

/** Fields whose rule has words of its own; for the others the hub's own expectation stands. */
const WORDS: readonly (readonly [RegExp, MessageKey])[] = [
  [/^id$/, 'expect_id'],
  [/^(title|description)/, 'expect_text'],
  [/^owner$/, 'expect_owner'],
  [/^connection\.upstream$/, 'expect_upstream'],
  [/^connection\.host$/, 'expect_host'],
  [/^access$/, 'expect_access'],
  [/^signIn\.(page|signOut|action)$/, 'expect_path'],
  [/^probe\.path$/, 'expect_path'],
  [/^signIn\.headers/, 'expect_headers'],
  [/^signIn\.client$/, 'expect_client'],
];

/** What was expected, in words of the page, and what the hub found. */
export function expectedWords({ field, expected, found }: Problem): string {
  const key = WORDS.find(([pattern]) => pattern.test(field))?.[1];
  const empty = found === 'nothing' || found === '""';
  return `${key ? t(key) : expected}${empty ? '' : ` ${t('foundIs', { found })}`}`;
}
