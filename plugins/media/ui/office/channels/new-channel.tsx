import { dataOf, navigate, useAct } from '@amanah/ui';
import { ActDialog } from '@amanah/ui/dialog';
import { RadioGroup, TextField } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { useState } from 'react';
import type { ProgrammeKind } from '../../../contract.ts';
import { channelSlug } from '../../../shared/channels.ts';
import { api } from '../../api.ts';
import { t } from '../messages.ts';
import { TitlePair, type BothTitles } from '../title-pair.tsx';

interface NewChannelProps {
  readonly units: readonly { readonly id: string; readonly label: string }[];
  readonly onClose: () => void;
}

/** Asks for what never changes (kind, address, unit) and the titles; the channel is closed until its office opens it. */
export function NewChannel({ units, onClose }: NewChannelProps) {
  const [kind, setKind] = useState<ProgrammeKind>('audio');
  const [title, setTitle] = useState<BothTitles>({ ar: '', en: '' });
  const [typed, setTyped] = useState<string | null>(null);
  const [unit, setUnit] = useState<string | null>(units[0]?.id ?? null);
  const [tried, setTried] = useState(false);
  const act = useAct();
  const slug = typed ?? slugOf(title.en);
  const slugWrong = !channelSlug.safeParse(slug).success;
  const make = async () => {
    setTried(true);
    if (!title.ar.trim() || !title.en.trim() || slugWrong) return;
    const body = { slug, kind, title, open: false, ...(unit ? { unit } : {}) };
    const made = await act.run(() => dataOf(api.POST('/api/media/office/channels', { body })));
    if (made) navigate(`/staff/media/channels/${slug}`);
  };
  return (
    <ActDialog title={t('channelNew')} act={act} confirm={t('make')} keep={t('cancel')} destructive={false} onConfirm={() => void make()} onClose={onClose}>
      <div className="am-stack">
        <RadioGroup
          label={t('columnKind')}
          inline
          value={kind}
          choices={[
            { id: 'audio', label: t('channelRadio') },
            { id: 'video', label: t('channelVideo') },
          ]}
          onChange={setKind}
        />
        <TitlePair title={title} tried={tried} onChange={setTitle} />
        <TextField
          label={t('channelSlug')}
          hint={t('channelSlugHint')}
          type="url"
          value={slug}
          maxLength={40}
          error={tried && slugWrong ? t('channelSlugWrong') : undefined}
          onChange={setTyped}
        />
        {units.length > 1 && <Select label={t('unit')} options={units} value={unit} onChange={setUnit} />}
      </div>
    </ActDialog>
  );
}

/** `Radio of the Amanah` → `radio-of-the-amanah` */
function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
}
