import type { PageData } from './page-data.ts';
import { text } from './text.ts';

/**
 * Warns before the session ends, from idleness or at its longest term, and says so when it has ended. Every call of the hub slides the session, so
 * the idle clock starts again with each; the term cannot be put off, only started anew by signing in.
 * Messages of the event stream are passed on in the page as `amanah:stream`.
 */
export function watchSession({ session }: PageData): void {
  if (!session) return;
  const { idleSeconds, warnSeconds, remainingSeconds } = session;
  let timer: ReturnType<typeof setTimeout>;
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(warn, Math.max(0, idleSeconds - warnSeconds) * 1_000);
  };
  const warn = () => {
    timer = setTimeout(ended, warnSeconds * 1_000);
    dialog('session.warning', minutesOf(warnSeconds), 'session.stay', async (shown) => {
      const answer = await fetch('/auth/check').catch(() => null);
      shown.close();
      if (answer?.ok) restart();
      else ended();
    });
  };
  new PerformanceObserver((seen) => {
    if (seen.getEntries().some((entry) => (entry as PerformanceResourceTiming).initiatorType === 'fetch') && !document.querySelector('.am-session[open]'))
      restart();
  }).observe({ type: 'resource' });
  restart();
  const term = setTimeout(
    () => {
      clearTimeout(timer);
      dialog('session.closing', minutesOf(Math.min(warnSeconds, remainingSeconds)), 'session.signInAgain', signInAgain);
      timer = setTimeout(ended, Math.min(warnSeconds, remainingSeconds) * 1_000);
    },
    Math.max(0, remainingSeconds - warnSeconds) * 1_000,
  );

  const stream = new EventSource('/api/stream');
  stream.onmessage = ({ data }) => {
    const message = JSON.parse(data as string) as { type: string };
    window.dispatchEvent(new CustomEvent('amanah:stream', { detail: message }));
    // What stands on the page was the principal's to show: it is read again as the person themself.
    if (message.type === 'session.undelegated') location.reload();
    if (message.type === 'session.revoked' || message.type === 'session.ended') {
      stream.close();
      clearTimeout(timer);
      clearTimeout(term);
      // Who ends it on this very page (`data-signing-out`) is told so by the page.
      if (!('signingOut' in document.body.dataset)) ended();
    }
  };
}

function minutesOf(seconds: number): string {
  return String(Math.max(1, Math.round(seconds / 60)));
}

function signInAgain(): void {
  location.assign(`/auth/sign-in?rd=${encodeURIComponent(location.pathname + location.search)}`);
}

function ended(): void {
  dialog('session.ended', '', 'session.signIn', signInAgain);
}

function dialog(
  what: 'session.warning' | 'session.closing' | 'session.ended',
  minutes: string,
  act: 'session.stay' | 'session.signInAgain' | 'session.signIn',
  run: (shown: HTMLDialogElement) => void,
): void {
  document.querySelector('.am-session')?.remove();
  const shown = Object.assign(document.createElement('dialog'), { className: 'am-session' });
  const title = Object.assign(document.createElement('h2'), { id: 'am-session-title', textContent: text(`${what}.title`) });
  const words = Object.assign(document.createElement('p'), { textContent: text(`${what}.text`, { minutes }) });
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'am-button', textContent: text(act) });
  shown.setAttribute('aria-labelledby', title.id);
  button.addEventListener('click', () => run(shown));
  shown.append(title, words, button);
  document.body.append(shown);
  shown.showModal();
}
