import type { DrawingAnswer } from './drawing-answer.ts';

/** Longest reason that is passed on. */
const longestProblem = 2_000;

/**
 * The other side of `DrawingProcess`, called once by the module that it runs: draws each task as it comes; what `draw` throws is told as the task's problem.
 * The process ends with the one that started it.
 */
export function serveDrawings<Task>(draw: (task: Task) => Uint8Array): void {
  process.on('message', (task: Task) => {
    let answer: DrawingAnswer;
    try {
      answer = { made: draw(task) };
    } catch (error) {
      answer = { problem: saidBy(error).slice(0, longestProblem) };
    }
    process.send?.(answer);
  });
  process.on('disconnect', () => process.exit());
}

/** Native libraries throw what they have to say in `code`, as text. */
function saidBy(error: unknown): string {
  if (error instanceof Error) return error.message;
  return String((error as { code?: unknown } | null)?.code ?? error);
}
