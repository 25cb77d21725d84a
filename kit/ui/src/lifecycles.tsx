import { Component, Suspense, useEffect, type ComponentType, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import type { Language } from './language.ts';
import { MountContext, type MountPlace } from './mount-context.ts';
import { pageData } from './page-data.ts';
import { CrashCard, Loading } from './states.tsx';
import { ToastRegion } from './toast/toast-region.tsx';

/** What the shell hands to a page or extension when it mounts it. */
export interface MountProps {
  readonly name?: string;
  readonly pluginId?: string;
  /** The page's title in the page's language: the crash card names it. */
  readonly title?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly api?: string;
  readonly language?: Language;
  readonly domElement?: HTMLElement;
  /** For extensions: what their place tells them (`service.aside`: `{ code }`). */
  readonly data?: unknown;
  /** For extensions that sleep: `detail` of the event that woke them; nothing when a mark did. */
  readonly woken?: unknown;
}

/** The single-spa lifecycles of one page or extension. */
export interface Lifecycles {
  bootstrap(props?: MountProps): Promise<void>;
  mount(props: MountProps): Promise<void>;
  unmount(props: MountProps): Promise<void>;
}

/** A mount that takes longer is given to the shell as mounted, so that one slow plugin never blocks navigation. */
const MOUNT_LIMIT_MS = 3000;

interface BoundaryProps {
  readonly title: string;
  readonly pluginId: string;
  readonly compact: boolean;
  readonly children: ReactNode;
}

class CrashBoundary extends Component<BoundaryProps, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override componentDidCatch(error: unknown) {
    const { pluginId, title } = this.props;
    window.dispatchEvent(new CustomEvent('amanah:crash', { detail: { pluginId, title, message: String(error) } }));
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    return (
      <CrashCard name={this.props.title} compact={this.props.compact} requestId={pageData().requestId} onReload={() => this.setState({ crashed: false })} />
    );
  }
}

function Mounted({ onCommit, children }: { readonly onCommit: () => void; readonly children: ReactNode }) {
  useEffect(onCommit, [onCommit]);
  return children;
}

function elementOf(props: MountProps): HTMLElement {
  if (props.domElement) return props.domElement;
  const id = `single-spa-application:${props.name ?? ''}`;
  const found = document.getElementById(id);
  if (found) return found;
  const made = Object.assign(document.createElement('div'), { id });
  (document.querySelector('main') ?? document.body).append(made);
  return made;
}

function portalOf(pluginId: string): HTMLElement {
  const portal = document.createElement('div');
  portal.dataset.mfe = pluginId;
  portal.dataset.portal = '';
  document.body.append(portal);
  return portal;
}

interface Living {
  readonly root: Root;
  readonly portal: HTMLElement;
  readonly element: HTMLElement;
}

function lifecycles<Props extends object>(View: ComponentType<Props & MountProps>, compact: boolean): Lifecycles {
  const living = new Map<string | HTMLElement, Living>();
  const keyOf = (props: MountProps) => props.domElement ?? props.name ?? '';

  return {
    async bootstrap() {},

    async mount(props) {
      const pluginId = props.pluginId ?? props.name ?? '';
      const element = elementOf(props);
      const portal = portalOf(pluginId);
      const root = createRoot(element);
      living.set(keyOf(props), { root, portal, element });
      const place: MountPlace = { pluginId, params: props.params ?? {}, api: props.api ?? '', portal };
      await new Promise<void>((resolve) => {
        const limit = setTimeout(resolve, MOUNT_LIMIT_MS);
        const committed = () => {
          clearTimeout(limit);
          resolve();
        };
        root.render(
          <MountContext value={place}>
            <Mounted onCommit={committed}>
              <CrashBoundary title={props.title ?? pluginId} pluginId={pluginId} compact={compact}>
                <Suspense fallback={compact ? null : <Loading />}>
                  <View {...(props as Props & MountProps)} />
                </Suspense>
              </CrashBoundary>
              {/* Outside the boundary: what was said stays readable when the page breaks. */}
              {!compact && createPortal(<ToastRegion />, portal)}
            </Mounted>
          </MountContext>,
        );
      });
    },

    async unmount(props) {
      const key = keyOf(props);
      const found = living.get(key);
      living.delete(key);
      found?.root.unmount();
      found?.portal.remove();
      found?.element.replaceChildren();
    },
  };
}

/** Makes the lifecycles of a page: `export const catalogue = page(Catalogue)`. A crash becomes a named card. */
export function page<Props extends object>(View: ComponentType<Props & MountProps>): Lifecycles {
  return lifecycles(View, false);
}

/** Makes the lifecycles of a slot extension: as a page, but a crash leaves one short line. */
export function extension<Props extends object>(View: ComponentType<Props & MountProps>): Lifecycles {
  return lifecycles(View, true);
}
