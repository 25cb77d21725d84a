import type { ReactNode } from 'react';

/** One named part of the sheet; `name` is what the picture tests look for. */
export function Section({ name, title, children }: { readonly name: string; readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="am-stack am-gap-4" data-gallery={name}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
