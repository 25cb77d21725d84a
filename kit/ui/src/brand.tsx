import { text } from './text.ts';

export type ServiceClass = 'informational' | 'interactive' | 'procedural' | 'integrative';

const LIT: Record<ServiceClass, number> = { informational: 1, interactive: 2, procedural: 3, integrative: 4 };

/** Four palm-leaf petals around a pearl, drawn on a 48 grid; from the top, clockwise. */
export const petals = [
  'M24 21C19 16 19 9 24 3C29 9 29 16 24 21Z',
  'M27 24C32 19 39 19 45 24C39 29 32 29 27 24Z',
  'M24 27C29 32 29 39 24 45C19 39 19 32 24 27Z',
  'M21 24C16 29 9 29 3 24C9 19 16 19 21 24Z',
] as const;

/** The class of a service as lit petals. Always beside the class name, so it has no name of its own. */
export function ServiceGlyph({ serviceClass, size = 'md' }: { readonly serviceClass: ServiceClass; readonly size?: 'sm' | 'md' | 'lg' }) {
  return (
    <svg className={size === 'md' ? 'am-petal' : `am-petal am-petal--${size}`} viewBox="0 0 48 48" aria-hidden="true">
      {petals.map((path, index) => (
        <path key={path} d={path} className={index < LIT[serviceClass] ? 'am-petal__on' : 'am-petal__off'} />
      ))}
      <circle cx="24" cy="24" r={serviceClass === 'integrative' ? 3 : 2.4} className="am-petal__pearl" />
    </svg>
  );
}

/** The class name in the page's language. */
export function serviceClassName(serviceClass: ServiceClass): string {
  return text(`serviceClass_${serviceClass}`);
}

/** Placeholder of the Amanah's mark until the client supplies it; no state emblem. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true">
      <rect width="48" height="48" rx="12" fill="#104631" />
      <g fill="#fff" transform="translate(24 24) scale(.78) translate(-24 -24)">
        {petals.map((path) => (
          <path key={path} d={path} />
        ))}
      </g>
      <path d="M14 14l4 4M34 14l-4 4M14 34l4-4M34 34l-4-4" fill="none" stroke="#c9a44a" strokeWidth="1.2" />
      <circle cx="24" cy="24" r="2.6" fill="#c9a44a" />
    </svg>
  );
}
