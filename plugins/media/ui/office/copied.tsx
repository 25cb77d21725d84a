import { IconButton, showToast } from '@amanah/ui';
import { t } from './messages.ts';

interface CopiedProps {
  readonly label: string;
  readonly value: string;
  /** Name of the button. */
  readonly copy: string;
}

/** A value for another program, with a button that copies it. */
export function Copied({ label, value, copy }: CopiedProps) {
  const take = async () => {
    await navigator.clipboard.writeText(value);
    showToast(t('copied'));
  };
  return (
    <div>
      <p className="am-field__label">{label}</p>
      <div className="mo-copied">
        <code dir="ltr">{value}</code>
        <IconButton icon="copy" label={copy} onClick={() => void take()} />
      </div>
    </div>
  );
}
