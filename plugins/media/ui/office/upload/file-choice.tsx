import { Button } from '@amanah/ui';
import { useRef } from 'react';
import type { ProgrammeKind } from '../../../contract.ts';
import { t } from '../messages.ts';

/** Kinds of files that are offered; what is really in one is looked at by the hub. */
const accepted: Readonly<Record<ProgrammeKind, string>> = { video: 'video/*,.mkv,.ts,.mxf', audio: 'audio/*,video/*' };

interface FileChoiceProps {
  readonly kind: ProgrammeKind;
  readonly words: string;
  readonly tone?: 'main' | 'second';
  readonly onFile: (file: File) => void;
}

/** Chooses the file of a programme from the device. */
export function FileChoice({ kind, words, tone = 'main', onFile }: FileChoiceProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div>
      <input
        ref={field}
        type="file"
        hidden
        accept={accepted[kind]}
        aria-label={t('file')}
        onChange={({ target }) => {
          if (target.files?.[0]) onFile(target.files[0]);
          target.value = '';
        }}
      />
      <Button tone={tone} icon="upload" onClick={() => field.current?.click()}>
        {words}
      </Button>
    </div>
  );
}
