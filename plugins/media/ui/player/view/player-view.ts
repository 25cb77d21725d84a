import { showCaptions } from './captions.ts';
import { controls } from './controls.ts';
import { make } from './element.ts';
import { hideWhenIdle } from './idle.ts';
import { icon } from './icons.ts';
import { keepChannel } from './kept-channel.ts';
import { listenToKeys } from './keyboard.ts';
import type { Language, Moment, PlayedProgramme, View } from './played-programme.ts';
import { Playback } from './playback.ts';
import { Stream } from './stream.ts';
import { Notices } from './notices.ts';
import { viewSheet } from './view-style.ts';
import { wordsOf } from './words.ts';

/** The mark of the audio bar (manifest, `ui/slots/audio-bar.ts`): what is heard when a page is left goes on in the next one. */
const mark = 'amanah.listening';

interface Opening {
  readonly at: number | null;
  readonly language: Language;
  /** Gets ready without playing. */
  readonly paused: boolean;
  /** What is known of it now. */
  readonly ask: () => Promise<PlayedProgramme>;
}

/** Opens a programme in a player's shadow root, in the place of its poster. */
export function openView(host: HTMLElement, root: ShadowRoot, programme: PlayedProgramme, { at, language, paused, ask }: Opening): View {
  const words = wordsOf(language);
  const gone = new AbortController();
  const { signal } = gone;
  const narrow = host.hasAttribute('bar');
  const channel = host.getAttribute('channel');
  let title = programme.title[language];
  if (!root.adoptedStyleSheets.includes(viewSheet())) root.adoptedStyleSheets.push(viewSheet());

  const video = make('video', { playsInline: true, preload: 'auto' });
  const captionPlace = make('div', { className: 'captions' });
  const wheel = make('div', { className: 'wheel' });
  const place = make('div', {
    className: 'view',
    tabIndex: -1,
    lang: language,
    dir: language === 'ar' ? 'rtl' : 'ltr',
    role: 'group',
    ariaLabel: `${words.player}: ${title}`,
  });
  const titleLine = make('p', { className: 'title' }, title);
  const notices = new Notices(place, words);
  const saving = programme.kind === 'video' && savesData();
  const soundOnly = narrow || saving;

  const stream = new Stream(
    video,
    programme.stream!,
    { language, soundOnly },
    {
      onTrouble: (trouble) => notices.trouble(trouble, () => stream.retry()),
      onChoices: () => bar.update(),
      onWeak: () => {
        player.setSoundOnly(true);
        notices.soundOnly(words.weak, () => player.setSoundOnly(false));
      },
      onStrong: () => {
        player.setSoundOnly(false);
        notices.pictureAgain();
      },
    },
  );
  const player = new Playback(host, video, stream, () => bar.update());
  const bar = controls(player, words, { narrow, signal });
  place.append(
    video,
    make('div', { className: 'still' }, icon('headphones')),
    titleLine,
    captionPlace,
    wheel,
    make('div', { className: 'shade' }),
    bar.bar,
    bar.panel,
  );
  root.replaceChildren(place);
  host.toggleAttribute('sound-only', soundOnly && programme.kind === 'video');
  if (saving && !narrow) notices.soundOnly(words.saving, () => player.setSoundOnly(false));

  const moment = (): Moment => ({
    ...(channel === null ? { programme: programme.id } : { programme: '', channel }),
    title,
    to: programme.to,
    at: stream.at,
    playing: !video.paused && !video.ended,
  });
  const tell = () => host.dispatchEvent(new CustomEvent('amanah:time', { bubbles: true, composed: true, detail: moment() }));
  for (const type of ['timeupdate', 'play', 'pause', 'seeked']) video.addEventListener(type, tell, { signal });
  video.addEventListener('play', () => dispatchEvent(new CustomEvent('amanah:playing', { detail: host })), { signal });
  // One thing is heard at a time.
  addEventListener('amanah:playing', (event) => (event as CustomEvent<unknown>).detail !== host && video.pause(), { signal });
  for (const type of ['waiting', 'loadstart']) video.addEventListener(type, () => (wheel.hidden = false), { signal });
  for (const type of ['playing', 'pause', 'canplay', 'ended']) video.addEventListener(type, () => (wheel.hidden = true), { signal });
  video.addEventListener('click', () => player.toggle(), { signal });
  video.addEventListener('playing', () => notices.clear(), { signal });
  video.addEventListener('ended', () => (channel === null ? onEnd() : lookAgain()), { signal });
  showCaptions(stream, captionPlace, signal);
  listenToKeys(player, place, signal);
  if (!narrow && programme.kind === 'video') hideWhenIdle(place, video, signal);
  if (!narrow) addEventListener('pagehide', () => (stream.soundOnly || programme.kind === 'audio') && leaveMark(moment()), { signal });
  const system = tellSystem(player, programme, language, signal);

  const onEnd = () => {
    host.dispatchEvent(new CustomEvent('amanah:ended', { bubbles: true, composed: true }));
    if (programme.state === 'live') notices.ended(() => (player.seekTo(0), player.toggle()));
  };
  const tellOf = (now: PlayedProgramme) => {
    title = now.title[language];
    titleLine.textContent = title;
    place.ariaLabel = `${words.player}: ${title}`;
    system(now);
    if (now.stream !== null) stream.change(now.stream);
    tell();
  };
  const lookAgain = channel === null ? () => {} : keepChannel(programme, ask, tellOf, signal);

  stream.start(at);
  bar.update();
  if (!narrow) place.focus({ preventScroll: true });
  const begin = () => video.play().catch((error: unknown) => error instanceof DOMException && error.name === 'NotAllowedError' && notices.blocked());
  if (!paused) void begin();

  return {
    get at() {
      return stream.at;
    },
    play(from) {
      if (from !== undefined) player.seekTo(from);
      void begin();
    },
    tell: tellOf,
    end() {
      gone.abort();
      stream.end();
      root.replaceChildren();
    },
  };
}

/** Whether the browser asks for little data, or says that its line is too weak for pictures. */
function savesData(): boolean {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean; readonly effectiveType?: string } };
  return connection?.saveData === true || (connection?.effectiveType ?? '').endsWith('2g');
}

function leaveMark(moment: Moment): void {
  if (!moment.playing) return;
  try {
    sessionStorage.setItem(mark, JSON.stringify(moment));
  } catch {
    // The browser keeps no storage for this site: the bar stays away.
  }
}

/** Keys of the keyboard and of headphones, and the lock screen, by the system's own media session. @returns tells it of another title */
function tellSystem(player: Playback, first: PlayedProgramme, language: Language, signal: AbortSignal): (now: PlayedProgramme) => void {
  if (!('mediaSession' in navigator)) return () => {};
  const { mediaSession } = navigator;
  let programme = first;
  const name = () =>
    (mediaSession.metadata = new MediaMetadata({ title: programme.title[language], artwork: programme.poster ? [{ src: programme.poster }] : [] }));
  player.video.addEventListener(
    'play',
    () => {
      name();
      mediaSession.setActionHandler('play', () => player.toggle());
      mediaSession.setActionHandler('pause', () => player.toggle());
      mediaSession.setActionHandler('seekbackward', () => player.seekBy(-10));
      mediaSession.setActionHandler('seekforward', () => player.seekBy(10));
    },
    { signal },
  );
  return (now) => {
    programme = now;
    if (!player.video.paused) name();
  };
}
