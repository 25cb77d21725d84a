/** The hub refuses to start with these settings; the message lists each problem and how to fix it, for the operator's terminal. */
export class ConfigRefused extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['Amanah Hub refuses to start with these settings:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigRefused';
    this.problems = problems;
  }
}
