import type { OnAir } from '../../shared/on-air.ts';
import type { SlotProps } from './slot-element.ts';

/** Slot `home.live`: what is broadcast now, and the radio with what it sends. All but this question is loaded only when something is: every visitor of the home page asks it. */
export const liveNow = {
  async mount({ domElement }: SlotProps): Promise<void> {
    const answer = await fetch('/api/media/on-air').catch(() => null);
    if (!answer?.ok) return;
    const { programmes, radios } = (await answer.json()) as OnAir;
    const running = programmes.filter(({ state }) => state === 'live');
    if (running.length + radios.length > 0) (await import('./live-now-view.ts')).showLive(domElement, running, radios);
  },
  async unmount({ domElement }: SlotProps): Promise<void> {
    domElement.replaceChildren();
  },
};
