import { dataOf, navigate, useAct } from '@amanah/ui';
import { ActDialog } from '@amanah/ui/dialog';
import { Select } from '@amanah/ui/select';
import { useState } from 'react';
import { api } from '../../api.ts';
import { t } from '../messages.ts';
import { TitlePair, type BothTitles } from '../title-pair.tsx';

interface NewPlaylistProps {
  readonly units: readonly { readonly id: string; readonly label: string }[];
  readonly onClose: () => void;
}

/** Asks for the two titles and makes an empty playlist; its programmes are chosen on its own page. */
export function NewPlaylist({ units, onClose }: NewPlaylistProps) {
  const [title, setTitle] = useState<BothTitles>({ ar: '', en: '' });
  const [unit, setUnit] = useState<string | null>(units[0]?.id ?? null);
  const [tried, setTried] = useState(false);
  const act = useAct();
  const make = async () => {
    setTried(true);
    if (!title.ar.trim() || !title.en.trim()) return;
    const made = await act.run(() => dataOf(api.POST('/api/media/office/playlists', { body: { title, ...(unit ? { unit } : {}) } })));
    if (made) navigate(`/staff/media/playlists/${made.id}`);
  };
  return (
    <ActDialog title={t('playlistNew')} act={act} confirm={t('make')} keep={t('cancel')} destructive={false} onConfirm={() => void make()} onClose={onClose}>
      <div className="am-stack">
        <TitlePair title={title} tried={tried} onChange={setTitle} />
        {units.length > 1 && <Select label={t('unit')} options={units} value={unit} onChange={setUnit} />}
      </div>
    </ActDialog>
  );
}
