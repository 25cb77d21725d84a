/** Peaks of the sound, lowest and highest in turn, in the JSON form of the BBC's audiowaveform. */
export interface Wave {
  readonly sample_rate: number;
  readonly samples_per_pixel: number;
  readonly length: number;
  readonly data: readonly number[];
}

/** @returns `null` where there is none to stand beside the captions: of recordings, and of programmes that are cut, whose times have moved */
export async function readWave(programme: string, signal: AbortSignal): Promise<Wave | null> {
  const processing = await fetch(`/api/media/office/programmes/${programme}/processing`, { signal });
  if (!processing.ok) return null;
  const { wave, cut } = (await processing.json()) as { wave: boolean; cut: boolean };
  if (!wave || cut) return null;
  const answer = await fetch(`/api/media/office/programmes/${programme}/wave`, { signal });
  return answer.ok ? ((await answer.json()) as Wave) : null;
}
