/* Shows the passkey button where the browser can use passkeys; everything else on the page works without this script. */
(() => {
  const { browserSupportsWebAuthn, startAuthentication } = globalThis.SimpleWebAuthnBrowser;
  const button = document.querySelector('button[data-passkey]');
  const trouble = document.querySelector('[data-passkey-trouble]');
  if (!button || !browserSupportsWebAuthn()) return;
  button.closest('[hidden]').hidden = false;

  async function send(path, body) {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw Object.assign(new Error(answer.code), { problem: answer });
    return answer;
  }

  function say({ title = '', detail = '' }) {
    trouble.querySelector('strong').textContent = title;
    trouble.querySelector('p').textContent = detail;
    trouble.hidden = false;
  }

  button.addEventListener('click', async () => {
    trouble.hidden = true;
    button.disabled = true;
    try {
      const { purpose, rd } = button.dataset;
      const { options } = await send('/auth/passkey/options', { purpose });
      const credential = await startAuthentication({ optionsJSON: options });
      const { to } = await send('/auth/passkey', { purpose, rd, credential });
      location.assign(to);
    } catch (error) {
      button.disabled = false;
      // Cancelled, timed out, or no passkey here: the browser tells them apart to nobody.
      say(error.problem ?? { title: button.dataset.cancelled, detail: button.dataset.otherwise });
    }
  });
})();
