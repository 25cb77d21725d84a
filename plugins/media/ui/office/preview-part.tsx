import { createElement, useEffect } from 'react';
import type { OfficeProgramme } from '../../shared/programme.ts';
import { t } from './messages.ts';

/** The script of the player as other pages load it. */
const playerScript = '/embed/player.js';

/** The programme as viewers see it; nothing while there is nothing to play. */
export function PreviewPart({ programme: { id, stream } }: { readonly programme: OfficeProgramme }) {
  const plays = stream !== null;
  useEffect(() => {
    if (plays && !customElements.get('amanah-player')) void import(/* @vite-ignore */ new URL(playerScript, location.href).href);
  }, [plays]);
  if (!plays) return null;
  return (
    <section className="mo-panel" aria-labelledby="mo-preview">
      <h2 id="mo-preview">{t('preview')}</h2>
      {createElement('amanah-player', { programme: id })}
    </section>
  );
}
