import '../../../kit/ui/css/index.css';
import { page } from '@amanah/ui';
import { lazy, useState } from 'react';
import type { Answers, Form } from '../../../plugins/requests/shared/forms/form-types.ts';
import type { FactAnswers } from '../../../plugins/requests/ui/forms/fact-answers.ts';
import type { SendFile } from '../../../plugins/requests/ui/forms/form-place.ts';

const ServiceForm = lazy(() => import('../../../plugins/requests/ui/forms/service-form.tsx').then((module) => ({ default: module.ServiceForm })));

interface Shown {
  readonly form: Form;
  readonly facts: FactAnswers;
  readonly draft: Answers;
}

const asked = new URLSearchParams(location.search);
/** Field that the server refuses, whatever is sent. */
const refused = asked.get('refuse');
/** What the page was told, for tests to read. */
const said = { saved: [] as Answers[], sent: [] as Answers[] };

const send: SendFile = (file, _field, _rules, onPercent) => {
  onPercent(40);
  return Promise.resolve({ id: `file-${file.name.length}-0001`, name: file.name, size: file.size });
};

function FormPage({ shown, step }: { readonly shown: Shown; readonly step: string | undefined }) {
  const [facts, setFacts] = useState(shown.facts);
  return (
    <ServiceForm
      form={shown.form}
      draft={shown.draft}
      startAt={step}
      facts={facts}
      onFetch={(code) => setFacts((before) => ({ ...before, [code]: { state: 'fetched', at: '2026-11-24T08:00:00Z', items: [{ term: code, value: '1' }] } }))}
      send={send}
      save={(answers) => {
        said.saved.push(answers);
        return Promise.resolve();
      }}
      submit={(answers) => {
        said.sent.push(answers);
        return Promise.resolve(refused ? [{ path: refused, rule: 'format', limit: 'reference' }] : []);
      }}
      correctionHref="#correction"
    />
  );
}

let unmount = () => Promise.resolve();

/** Puts a form in the page, in place of the one before. */
async function show(code: string, step?: string): Promise<void> {
  const shown = (await (await fetch(`/forms/${code}.json`)).json()) as Shown;
  await unmount();
  const mount = { pluginId: 'requests', title: 'forms', domElement: document.getElementById('form') as HTMLElement };
  const lifecycles = page(() => <FormPage shown={shown} step={step} />);
  unmount = () => lifecycles.unmount(mount);
  (document.getElementById('title') as HTMLElement).textContent = shown.form.title[document.documentElement.lang === 'en' ? 'en' : 'ar'];
  await lifecycles.mount(mount);
}

Object.assign(globalThis, { said, show });
await show(asked.get('form') ?? '', asked.get('step') ?? undefined);
await document.fonts.ready;
document.documentElement.dataset['ready'] = '';
