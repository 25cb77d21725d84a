import { ActError, Button, dataOf, useAct } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { PictureChoice } from '../office/picture-choice.tsx';
import { programmeOf } from '../office/programme-address.ts';
import type { SentPicture } from '../send-picture.ts';
import type { TextEditor } from './text-editor.ts';

export type BlockKind = 'picture' | 'programme' | 'frame';

interface BlockDialogProps {
  readonly kind: BlockKind;
  readonly editor: TextEditor;
  readonly item: string;
  readonly sites: readonly string[];
  readonly onPicture: (picture: SentPicture) => void;
  readonly onClose: () => void;
}

/** Asks what is put into the text. */
export function BlockDialog(props: BlockDialogProps) {
  if (props.kind === 'picture') return <PictureDialog {...props} />;
  return props.kind === 'programme' ? <ProgrammeDialog {...props} /> : <FrameDialog {...props} />;
}

function PictureDialog({ editor, item, onPicture, onClose }: BlockDialogProps) {
  const [picture, setPicture] = useState<SentPicture | null>(null);
  const [alt, setAlt] = useState('');
  const insert = () => {
    onClose();
    if (picture) editor.insert('picture', { picture: picture.id, alt: alt.trim() });
  };
  return (
    <Dialog
      open
      title={t('newsToolPicture')}
      onClose={onClose}
      actions={<Actions ready={picture !== null && alt.trim() !== ''} onInsert={insert} onClose={onClose} />}
    >
      <div className="am-stack">
        {picture && <img className="so-dialog__picture" src={picture.path} alt="" width={picture.width} height={picture.height} />}
        <PictureChoice
          item={item}
          words={t(picture ? 'newsPictureReplace' : 'newsPictureChoose')}
          onSent={(sent) => {
            onPicture(sent);
            setPicture(sent);
          }}
        />
        <TextField label={t('newsPictureAlt')} value={alt} onChange={setAlt} maxLength={300} />
      </div>
    </Dialog>
  );
}

function ProgrammeDialog({ editor, onClose }: BlockDialogProps) {
  const [address, setAddress] = useState('');
  const [wrong, setWrong] = useState(false);
  const insert = () => {
    const found = programmeOf(address);
    setWrong(!found);
    if (!found) return;
    onClose();
    editor.insert('programme', { programme: found.id, at: found.at });
  };
  return (
    <Dialog open title={t('newsToolProgramme')} onClose={onClose} actions={<Actions ready={address !== ''} onInsert={insert} onClose={onClose} />}>
      <TextField
        type="url"
        label={t('newsProgrammeAddress')}
        hint={t('newsProgrammeAddressHint')}
        value={address}
        onChange={setAddress}
        error={wrong ? t('newsProgrammeWrong') : undefined}
      />
    </Dialog>
  );
}

function FrameDialog({ editor, sites, onClose }: BlockDialogProps) {
  const [address, setAddress] = useState('');
  const act = useAct();
  const insert = async () => {
    const found = await act.run(() => dataOf(api.POST('/api/social/office/frames', { body: { address } })));
    if (!found) return;
    onClose();
    editor.insert('frame', { address: found.address, title: found.title });
  };
  return (
    <Dialog
      open
      title={t('newsToolFrame')}
      onClose={onClose}
      actions={<Actions ready={address !== ''} busy={act.busy} onInsert={() => void insert()} onClose={onClose} />}
    >
      <div className="am-stack">
        <TextField
          type="url"
          label={t('newsFrameAddress')}
          hint={t('newsFrameHint', { sites: sites.join(t('newsListSeparator')) })}
          value={address}
          onChange={setAddress}
        />
        <ActError act={act} />
      </div>
    </Dialog>
  );
}

interface ActionsProps {
  readonly ready: boolean;
  readonly busy?: boolean;
  readonly onInsert: () => void;
  readonly onClose: () => void;
}

function Actions({ ready, busy = false, onInsert, onClose }: ActionsProps) {
  return (
    <>
      <Button tone="second" onClick={onClose}>
        {t('newsCancel')}
      </Button>
      <Button disabled={!ready} busy={busy} busyText={t('newsFrameLooking')} onClick={onInsert}>
        {t('newsInsert')}
      </Button>
    </>
  );
}
