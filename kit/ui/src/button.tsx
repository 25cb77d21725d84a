import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { text } from './text.ts';

export interface ButtonLook {
  /** One `main` a screen. */
  readonly tone?: 'main' | 'second' | 'quiet' | 'danger' | 'danger-second' | 'on-brand';
  readonly size?: 'medium' | 'small' | 'large';
  readonly block?: boolean;
  readonly icon?: IconName;
  readonly iconEnd?: IconName;
}

function classes({ tone = 'main', size = 'medium', block }: ButtonLook, extra?: string): string {
  return ['am-button', tone !== 'main' && `am-button--${tone}`, size !== 'medium' && `am-button--${size}`, block && 'am-button--block', extra]
    .filter(Boolean)
    .join(' ');
}

export interface ButtonProps extends ButtonLook, ButtonHTMLAttributes<HTMLButtonElement> {
  /** Work under way: keeps the focus, ignores presses, shows `busyText`. */
  readonly busy?: boolean;
  readonly busyText?: string;
}

/** Does something. `type` is `button` unless said otherwise, so that a stray button never submits a form. */
export function Button({ tone, size, block, icon, iconEnd, busy = false, busyText, children, className, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={busy ? 'button' : type}
      className={classes({ ...(tone && { tone }), ...(size && { size }), ...(block && { block }) }, className)}
      {...(busy ? { 'aria-busy': true, 'aria-disabled': true } : {})}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <Icon name="loader-circle" spin /> : icon && <Icon name={icon} />}
      {busy ? (busyText ?? text('busySending')) : children}
      {!busy && iconEnd && <Icon name={iconEnd} />}
    </button>
  );
}

/** Goes somewhere, and looks like a button: the one next step of a card or page. */
export function LinkButton({ tone, size, block, icon, iconEnd, children, className, ...rest }: ButtonLook & AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a {...rest} className={classes({ ...(tone && { tone }), ...(size && { size }), ...(block && { block }) }, className)}>
      {icon && <Icon name={icon} />}
      {children}
      {iconEnd && <Icon name={iconEnd} />}
    </a>
  );
}

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly icon: IconName;
  /** The button's name, for screen readers and as the tooltip. */
  readonly label: string;
  /** Unread things; nothing is shown for 0. */
  readonly count?: number;
}

/** A button with only an icon: search, menu, bell, close, download, more. */
export function IconButton({ icon, label, count = 0, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      title={label}
      aria-label={count > 0 ? `${label} (${count})` : label}
      className={['am-icon-button', className].filter(Boolean).join(' ')}
    >
      <Icon name={icon} />
      {count > 0 && (
        <span className="am-count" aria-hidden="true">
          {count > 99 ? '99+' : count}
        </span>
      )}
    </button>
  );
}

/** A link on its own line, with an icon after it that says where it leads. */
export function Link({
  icon,
  children,
  className,
  ...rest
}: { readonly icon?: IconName; readonly children: ReactNode } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a {...rest} className={['am-link', className].filter(Boolean).join(' ')}>
      {children}
      {icon && <Icon name={icon} size="sm" />}
    </a>
  );
}

/** A filter that is on or off. */
export function Chip({
  selected = false,
  count,
  children,
  className,
  ...rest
}: { readonly selected?: boolean; readonly count?: number } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" {...rest} aria-pressed={selected} className={['am-chip', className].filter(Boolean).join(' ')}>
      {children}
      {count !== undefined && <span className="am-chip__count">{count}</span>}
      {selected && <Icon name="x" size="sm" />}
    </button>
  );
}

export interface Segment<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  readonly icon?: IconName;
}

/** Two to four ways to see one thing: Hijri or Gregorian, list or map. */
export function Segments<Id extends string>({
  label,
  segments,
  value,
  onChange,
}: {
  readonly label: string;
  readonly segments: readonly Segment<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
}) {
  return (
    <div className="am-segments" role="group" aria-label={label}>
      {segments.map((segment) => (
        <button key={segment.id} type="button" aria-pressed={segment.id === value} onClick={() => onChange(segment.id)}>
          {segment.icon && <Icon name={segment.icon} />}
          {segment.label}
        </button>
      ))}
    </div>
  );
}
