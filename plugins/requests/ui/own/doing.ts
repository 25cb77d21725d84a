import type { TaskAnswer } from '../../shared/answers/request-answers.ts';

/** A task whose form stands open, with the decision that was chosen before. */
export interface Doing {
  readonly task: TaskAnswer;
  readonly decision: string | undefined;
  readonly reasons: readonly string[];
  readonly note: string;
}
