import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';

export type Tone = 'info' | 'success' | 'warn' | 'danger';

const TONE_ICON: Record<Tone, IconName> = { info: 'info', success: 'circle-check', warn: 'triangle-alert', danger: 'circle-alert' };

export interface CardProps {
  /** The whole card is one link; such a card holds no other link. */
  readonly href?: string;
  readonly surface?: 'plain' | 'gypsum';
  /** No padding: for tables and lists that run to the edge. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

/** A thing of its own: title, body, action. */
export function Card({ href, surface = 'plain', flush = false, children }: CardProps) {
  const className = ['am-card', surface === 'gypsum' && 'am-card--gypsum', flush && 'am-card--flush'].filter(Boolean).join(' ');
  return href ? (
    <a className={className} href={href}>
      {children}
    </a>
  ) : (
    <article className={className}>{children}</article>
  );
}

export interface NoticeProps {
  readonly tone?: Tone | 'gypsum';
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** Read out at once: only for what just happened because of the person. */
  readonly live?: boolean;
}

/** Something to know inside the content. */
export function Notice({ tone = 'info', title, children, live = false }: NoticeProps) {
  return (
    <div className={`am-notice am-notice--${tone}`} {...(live ? { role: tone === 'danger' ? 'alert' : 'status' } : {})}>
      <Icon name={tone === 'gypsum' ? 'shield-check' : TONE_ICON[tone]} />
      <p className="am-notice__title">{title}</p>
      {children && <div className="am-notice__body">{children}</div>}
    </div>
  );
}

/** One line under the header for a condition of the whole portal, with at most one action. */
export function Banner({
  tone = 'info',
  icon,
  children,
  action,
}: {
  readonly tone?: Tone | 'neutral';
  readonly icon?: IconName;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className={`am-strip am-strip--${tone}`} role="status">
      <Icon name={icon ?? (tone === 'neutral' ? 'info' : TONE_ICON[tone])} />
      <p>{children}</p>
      {action}
    </div>
  );
}

/** The class of a thing. */
export function Tag({
  look = 'plain',
  icon,
  children,
}: {
  readonly look?: 'plain' | 'line' | 'accent';
  readonly icon?: IconName;
  readonly children: ReactNode;
}) {
  return (
    <span className={look === 'plain' ? 'am-tag' : `am-tag am-tag--${look}`}>
      {icon && <Icon name={icon} size="sm" />}
      {children}
    </span>
  );
}

const PILL_ICON: Record<Tone | 'neutral', IconName> = {
  info: 'info',
  success: 'circle-check',
  warn: 'triangle-alert',
  danger: 'circle-x',
  neutral: 'circle-dashed',
};

/** The state of a thing: icon and word, never colour alone. */
export function StatusPill({ tone, icon, children }: { readonly tone: Tone | 'neutral'; readonly icon?: IconName; readonly children: ReactNode }) {
  return (
    <span className={`am-pill am-pill--${tone}`}>
      <Icon name={icon ?? PILL_ICON[tone]} />
      {children}
    </span>
  );
}

export interface Definition {
  readonly term: ReactNode;
  readonly value: ReactNode;
}

/** Terms and their values, one a line. */
export function Definitions({ items }: { readonly items: readonly Definition[] }) {
  return (
    <dl className="am-defs">
      {items.map((item, index) => (
        <div key={index}>
          <dt>{item.term}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Data that government already holds: where it came from, when, and a way to say it is wrong. */
export function GovernmentData({
  title,
  source,
  items,
  correction,
}: {
  readonly title: ReactNode;
  readonly source: ReactNode;
  readonly items: readonly Definition[];
  readonly correction?: ReactNode;
}) {
  return (
    <section className="am-readonly">
      <header className="am-readonly__head">
        <Icon name="shield-check" />
        <b className="am-strong">{title}</b>
        <span className="am-caption am-push">{source}</span>
      </header>
      <Definitions items={items} />
      {correction}
    </section>
  );
}

export interface Row {
  readonly id: string;
  readonly start?: ReactNode;
  readonly title: ReactNode;
  readonly href?: string;
  readonly meta?: readonly ReactNode[];
  readonly end?: ReactNode;
}

/** A list of like things with hairlines between them; no shadows, no boxes. */
export function Rows({ rows, label }: { readonly rows: readonly Row[]; readonly label?: string }) {
  return (
    <ul className="am-rows" {...(label ? { 'aria-label': label } : {})}>
      {rows.map((row) => (
        <li key={row.id}>
          <span>{row.start}</span>
          <div>
            <p className="am-rows__title">{row.href ? <a href={row.href}>{row.title}</a> : row.title}</p>
            {row.meta && (
              <p className="am-rows__meta">
                {row.meta.map((part, index) => (
                  <span key={index}>{part}</span>
                ))}
              </p>
            )}
          </div>
          {row.end !== undefined && <div className="am-rows__end">{row.end}</div>}
        </li>
      ))}
    </ul>
  );
}
