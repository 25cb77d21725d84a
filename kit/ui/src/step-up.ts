import type { ApiProblem } from './api-problem.ts';

const LEVELS: Readonly<Record<string, '1' | '2'>> = { HTTP_STEP_UP_NEEDED: '2', HTTP_FRESH_SIGN_IN_NEEDED: '1' };

/**
 * A refusal that a fresh proof of identity lifts sends the person to give it and back to this page; it never resolves, so the button that
 * asked stays busy until the page is gone. Every other refusal is handed back.
 */
export async function stepUpFor(problem: ApiProblem): Promise<ApiProblem> {
  const level = LEVELS[problem.problem.code];
  if (!level) return problem;
  const here = location.pathname + location.search + location.hash;
  location.assign(`/auth/step-up?${new URLSearchParams({ rd: here, level })}`);
  return new Promise(() => {});
}
