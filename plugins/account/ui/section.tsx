import type { ReactNode } from 'react';

/** A part of an account page: what it is at the start, what can be done beside it; under each other on a narrow screen. */
export function Section({
  title,
  lead,
  wide = false,
  children,
}: {
  readonly title: string;
  readonly lead?: string;
  /** Its content needs the whole width, such as a table. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <section className={wide ? 'ac-section ac-section--wide' : 'ac-section'}>
      <header className="ac-section__head">
        <h2>{title}</h2>
        {lead && <p className="am-muted">{lead}</p>}
      </header>
      <div className="ac-section__body">{children}</div>
    </section>
  );
}
