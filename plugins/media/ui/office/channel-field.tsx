import { currentLanguage, dataOf, useResource } from '@amanah/ui';
import { Select } from '@amanah/ui/select';
import type { OfficeChannel } from '../../shared/channels.ts';
import type { OfficeProgramme } from '../../shared/programme.ts';
import { api } from '../api.ts';
import { t } from './messages.ts';

const none = '-';

interface ChannelFieldProps {
  /** Slug; `null`: none. */
  readonly channel: string | null;
  /** The programme's channel as it was read: it may be one that the person does not run. */
  readonly known?: OfficeProgramme['channel'];
  readonly readOnly?: boolean;
  readonly onChange: (slug: string | null) => void;
}

/** To which channel it belongs: its followers are told of it. Nothing where there is no channel to choose. */
export function ChannelField({ channel, known = null, readOnly = false, onChange }: ChannelFieldProps) {
  const language = currentLanguage();
  const found = useResource(async (signal) => {
    const { channels } = await dataOf(api.GET('/api/media/office/channels', { signal }));
    return (channels as readonly OfficeChannel[]).filter(({ mayWrite }) => mayWrite).map(({ slug, title }) => ({ id: slug, label: title[language] }));
  }, []);
  const own = found.status === 'ready' ? found.data : [];
  const choices = known && !own.some(({ id }) => id === known.slug) ? [{ id: known.slug, label: known.title[language] }, ...own] : own;
  if (choices.length === 0) return null;
  return (
    <Select
      label={t('fieldChannel')}
      hint={t('fieldChannelHint')}
      optional
      readOnly={readOnly}
      options={[{ id: none, label: t('fieldChannelNone') }, ...choices]}
      value={channel ?? none}
      onChange={(id) => onChange(id === none ? null : id)}
    />
  );
}
