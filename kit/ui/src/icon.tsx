import { mirroredIcons, type IconName } from './icon-names.ts';

export interface IconProps {
  readonly name: IconName;
  readonly size?: 'sm' | 'md' | 'lg' | 'xl';
  /** Turns for ever: only for work under way. */
  readonly spin?: boolean;
  /** Only when no word stands beside the icon. */
  readonly label?: string;
}

/** Address of the sprite; the hub writes the hashed one on `<html data-icons>`. */
function spriteUrl(): string {
  return globalThis.document?.documentElement.dataset.icons ?? '/assets/icons.svg';
}

/** One icon of the sprite, in the colour of the text around it. */
export function Icon({ name, size = 'md', spin = false, label }: IconProps) {
  const classes = ['am-icon', size !== 'md' && `am-icon--${size}`, spin && 'am-icon--spin', mirroredIcons.has(name) && 'am-icon--mirror'];
  return (
    <svg className={classes.filter(Boolean).join(' ')} viewBox="0 0 24 24" {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}>
      <use href={`${spriteUrl()}#${name}`} />
    </svg>
  );
}
