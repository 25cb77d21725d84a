import { useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { OverlayTriggerStateContext } from 'react-aria-components/Dialog';
import { Popover, PopoverContext } from 'react-aria-components/Popover';
import { useMount } from '../mount-context.ts';

/** Counts how often a scroller inside the page moved the field; the page's own scrolling moves field and list alike. */
function useFieldMoves(field: { readonly current: Element | null } | undefined, open: boolean): number {
  const [moves, setMoves] = useState(0);
  useEffect(() => {
    if (!open) return;
    const onScroll = ({ target }: Event) => {
      if (target instanceof Element && field?.current && target.contains(field.current)) setMoves((count) => count + 1);
    };
    window.addEventListener('scroll', onScroll, { capture: true, passive: true });
    return () => window.removeEventListener('scroll', onScroll, { capture: true });
  }, [field, open]);
  return moves;
}

/**
 * The list of a field that keeps the focus. React Aria closes such a list at any scroll, also at the one with which the browser
 * brings the focused field into the window; this one stays open and follows its field.
 */
export function FollowingPopover({ children }: { readonly children: ReactNode }) {
  const { portal } = useMount();
  const state = useContext(OverlayTriggerStateContext);
  const popover = useContext(PopoverContext);
  const field = popover && 'triggerRef' in popover ? popover.triggerRef : undefined;
  const moves = useFieldMoves(field, state?.isOpen ?? false);
  const lasting = useMemo(
    () =>
      state && {
        ...state,
        close() {
          // React Aria closes inside its scroll listener and gives no reason.
          if (globalThis.event?.type !== 'scroll') state.close();
        },
      },
    [state],
  );
  return (
    <OverlayTriggerStateContext value={lasting}>
      {/* The list has no arrow: a changed bound of it only makes React Aria measure where the field is now. */}
      <Popover className="am-popover" arrowBoundaryOffset={moves} {...(portal ? { UNSTABLE_portalContainer: portal } : {})}>
        {children}
      </Popover>
    </OverlayTriggerStateContext>
  );
}
