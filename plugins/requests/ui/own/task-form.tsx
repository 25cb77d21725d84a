import { ApiProblem, Button, Card, dataOf, showToast } from '@amanah/ui';
import { useMemo } from 'react';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import type { Form } from '../../shared/forms/form-types.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { ServiceForm } from '../forms/service-form.tsx';
import type { Doing } from './doing.ts';
import { sendFileTo } from './send-file.ts';
import { factsOfAnswers, withoutPanels } from './task-facts.ts';

interface TaskFormProps {
  readonly request: OwnRequest;
  readonly doing: Doing;
  readonly reload: () => void;
  readonly onClose: () => void;
}

/** The form of a task: that of the service with the answers to correct, or the task's own. */
export function TaskForm({ request, doing: { task, decision, reasons, note }, reload, onClose }: TaskFormProps) {
  const { number, revision, answers } = request;
  const form = useMemo(() => withoutPanels(task.form as Form), [task.form]);
  const facts = useMemo(() => (task.corrects ? factsOfAnswers(answers, request.submittedAt) : {}), [task.corrects, answers, request.submittedAt]);
  const send = useMemo(() => sendFileTo(`/api/requests/own/${number}/tasks/${task.token}/files`), [number, task.token]);
  return (
    <div className="am-stack am-gap-6">
      <div>
        <Button tone="quiet" size="small" icon="arrow-left" onClick={onClose}>
          {t('taskClose')}
        </Button>
      </div>
      <ServiceForm
        form={form}
        draft={task.corrects ? answers : {}}
        facts={facts}
        onFetch={() => {}}
        send={send}
        aside={<Why doing={task} />}
        submit={async (written) => {
          try {
            const { problems } = await dataOf(
              api.POST('/api/requests/own/{number}/tasks/{token}', {
                params: { path: { number, token: task.token } },
                body: {
                  revision,
                  answers: written,
                  ...(decision === undefined ? {} : { decision }),
                  ...(reasons.length > 0 ? { reasons: [...reasons] } : {}),
                  ...(note ? { note } : {}),
                },
              }),
            );
            if (problems.length > 0) return problems;
          } catch (error) {
            // The next try goes on what the request is now; what was written stays.
            if (error instanceof ApiProblem && error.problem.code === 'REQUESTS_CHANGED') reload();
            throw error;
          }
          showToast(t('taskDone'));
          onClose();
          reload();
          return [];
        }}
      />
    </div>
  );
}

function Why({ doing: { reasons, note } }: { readonly doing: Doing['task'] }) {
  if (reasons.length === 0 && note === null) return null;
  return (
    <Card surface="gypsum">
      <h3>{t('taskReasons')}</h3>
      {reasons.length > 0 && (
        <ul className="rq-bullets">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {note && <p dir="auto">{note}</p>}
    </Card>
  );
}
