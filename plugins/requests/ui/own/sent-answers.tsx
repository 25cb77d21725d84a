import type { Answers, Form } from '../../shared/forms/form-types.ts';
import { interpreter } from '../forms/interpreter.ts';
import { Review } from '../forms/review.tsx';

const keeps = interpreter();

/** What was sent, step by step, to be read. */
export function SentAnswers({ form, answers }: { readonly form: Form; readonly answers: Answers }) {
  return (
    <div className="rq-papers__answers">
      <Review form={form} answers={answers} keeps={keeps} />
    </div>
  );
}
