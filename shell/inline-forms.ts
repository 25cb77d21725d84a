/**
 * Sends forms marked `data-inline` without leaving the page and puts the marked thanks in their place.
 * When it cannot be sent so, the browser sends the form as it would have without scripts.
 */
export function sendFormsInline(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const thanks = form.dataset['inline'];
    if (!thanks) return;
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    fetch(form.action, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(Object.fromEntries(body)) }).then(
      (answer) => (answer.ok ? thank(form, thanks) : sendPlainly(form, event.submitter)),
      () => sendPlainly(form, event.submitter),
    );
  });
}

function thank(form: HTMLFormElement, thanks: string): void {
  const done = Object.assign(document.createElement('p'), { className: 'am-wrap am-feedback__thanks', textContent: thanks, tabIndex: -1 });
  done.setAttribute('role', 'status');
  form.replaceWith(done);
  done.focus();
}

function sendPlainly(form: HTMLFormElement, submitter: HTMLElement | null): void {
  delete form.dataset['inline'];
  form.requestSubmit(submitter);
}
