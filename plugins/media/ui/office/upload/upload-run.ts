import { DetailedError, Upload } from 'tus-js-client';

export type UploadState =
  | { readonly at: 'sending' | 'paused'; readonly sent: number; readonly bytes: number; readonly name: string }
  /** `words` are the hub's own; `null`: the line broke and stayed broken. */
  | { readonly at: 'failed'; readonly name: string; readonly words: { readonly title: string; readonly detail: string } | null }
  | { readonly at: 'sent'; readonly name: string };

export interface Resumed {
  /** Address of the upload. */
  readonly to: string;
  readonly name: string;
  readonly bytes: number;
}

const retryDelays = [0, 1_000, 3_000, 5_000, 10_000, 20_000];
/** What proxies and mobile lines bear; what of it was sent is not lost when the line breaks. */
const chunkSize = 16 * 1_048_576;

/** Uploads that run in this window, by programme: one of a programme is not begun twice. */
const runs = new Map<string, UploadRun>();

export function uploadOf(programme: string): UploadRun | null {
  return runs.get(programme) ?? null;
}

/** Sends the file of a programme, or goes on with an upload of the same file. */
export function startUpload(programme: string, endpoint: string, file: File, resumed: Resumed | null): UploadRun {
  runs.get(programme)?.pause();
  const run = new UploadRun(programme, endpoint, file, resumed?.name === file.name && resumed.bytes === file.size ? resumed.to : null);
  runs.set(programme, run);
  return run;
}

/** Ends an upload for good, whoever began it. */
export async function endUpload(programme: string, to: string): Promise<void> {
  runs.get(programme)?.pause();
  runs.delete(programme);
  await Upload.terminate(to, { retryDelays });
}

/** One file on its way, by tus. */
export class UploadRun {
  readonly #upload: Upload;
  readonly #file: File;
  #state: UploadState;
  readonly #watchers = new Set<() => void>();

  constructor(programme: string, endpoint: string, file: File, to: string | null) {
    this.#file = file;
    this.#state = { at: 'sending', sent: 0, bytes: file.size, name: file.name };
    this.#upload = new Upload(file, {
      endpoint,
      ...(to && { uploadUrl: to }),
      metadata: { programme, filename: file.name },
      retryDelays,
      chunkSize,
      // Which upload of a programme runs is asked of the hub: also on another device.
      storeFingerprintForResuming: false,
      onShouldRetry: (error) => [0, 409, 423, 502, 503, 504].includes((error as DetailedError).originalResponse?.getStatus() ?? 0),
      onProgress: (sent) => this.#set({ at: 'sending', sent, bytes: file.size, name: file.name }),
      onSuccess: () => {
        runs.delete(programme);
        this.#set({ at: 'sent', name: file.name });
      },
      onError: (error) => this.#set({ at: 'failed', name: file.name, words: wordsOf(error) }),
    });
    this.#upload.start();
  }

  readonly state = (): UploadState => this.#state;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  pause(): void {
    if (this.#state.at !== 'sending') return;
    void this.#upload.abort();
    this.#set({ ...this.#state, at: 'paused' });
  }

  resume(): void {
    const sent = this.#state.at === 'paused' ? this.#state.sent : 0;
    this.#set({ at: 'sending', sent, bytes: this.#file.size, name: this.#file.name });
    this.#upload.start();
  }

  #set(state: UploadState): void {
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }
}

/** What the hub said, where it did. */
function wordsOf(error: Error): { title: string; detail: string } | null {
  const body = error instanceof DetailedError ? error.originalResponse?.getBody() : undefined;
  if (!body) return null;
  try {
    const { title = '', detail = '' } = JSON.parse(body) as { title?: string; detail?: string };
    return title ? { title, detail } : null;
  } catch {
    return { title: body, detail: '' };
  }
}
