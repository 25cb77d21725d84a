import { Button, useAct, ActError } from '@amanah/ui';
import { useId, useRef } from 'react';
import { t } from '../messages.ts';
import { sendPicture, type SentPicture } from '../send-picture.ts';

interface PictureChoiceProps {
  readonly item: string;
  readonly words: string;
  readonly onSent: (picture: SentPicture) => void;
}

/** Chooses a picture from the device and sends it at once. */
export function PictureChoice({ item, words, onSent }: PictureChoiceProps) {
  const field = useRef<HTMLInputElement>(null);
  const hint = useId();
  const act = useAct();
  const send = async (file: File | undefined) => {
    if (!file) return;
    const sent = await act.run(() => sendPicture(item, file));
    if (sent) onSent(sent);
    if (field.current) field.current.value = '';
  };
  return (
    <div className="am-stack am-gap-2">
      <input
        ref={field}
        className="am-hidden"
        type="file"
        accept="image/jpeg,image/png,image/webp"
        tabIndex={-1}
        aria-label={words}
        onChange={(event) => void send(event.target.files?.[0])}
      />
      <div>
        <Button tone="second" icon="image" busy={act.busy} busyText={t('newsPictureSending')} aria-describedby={hint} onClick={() => field.current?.click()}>
          {words}
        </Button>
      </div>
      <p className="am-caption" id={hint}>
        {t('newsPictureHint')}
      </p>
      <ActError act={act} />
    </div>
  );
}
