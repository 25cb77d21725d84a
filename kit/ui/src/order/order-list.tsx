import { useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { DropIndicator, useDragAndDrop } from 'react-aria-components/useDragAndDrop';
import { AriaFrame } from '../aria/aria-frame.tsx';
import { IconButton } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { text } from '../text.ts';
import { movedBeside, movedBy } from './moved.ts';

export interface Ordered {
  readonly id: string;
  /** How it is called when it is moved. */
  readonly name: string;
}

export interface OrderListProps<Item extends Ordered> {
  readonly label: string;
  readonly items: readonly Item[];
  /** All ids in the new order. */
  readonly onOrder: (ids: string[]) => void;
  /** Gives each row a button that takes it out of the list. */
  readonly onRemove?: (id: string) => void;
  readonly readOnly?: boolean;
  /** What stands in a row. */
  readonly children: (item: Item) => ReactNode;
}

/**
 * Things whose order people choose: dragged by the handle with the pointer or the keyboard (Enter takes and puts down, arrows move), or by a step with buttons,
 * which need neither dragging nor a steady hand. Each step is told to readers of the screen.
 */
export function OrderList<Item extends Ordered>({ label, items, onOrder, onRemove, readOnly = false, children }: OrderListProps<Item>) {
  const [told, setTold] = useState('');
  const ids = items.map(({ id }) => id);
  const moveTo = (next: string[], id: string) => {
    onOrder(next);
    const name = items.find((item) => item.id === id)?.name ?? '';
    setTold(text('orderMoved', { name, position: next.indexOf(id) + 1, count: next.length }));
  };
  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: readOnly,
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': items.find(({ id }) => id === key)?.name ?? '' })),
    onReorder({ keys, target }) {
      if (target.dropPosition === 'on') return;
      const moved = new Set([...keys].map(String));
      moveTo(movedBeside(ids, moved, String(target.key), target.dropPosition), [...moved][0] ?? '');
    },
    renderDropIndicator: (target) => <DropIndicator target={target} className="am-order__drop" />,
  });
  return (
    <AriaFrame>
      <GridList
        aria-label={label}
        items={items}
        className="am-order"
        keyboardNavigationBehavior="tab"
        dragAndDropHooks={dragAndDropHooks}
        dependencies={[children, items, readOnly]}
      >
        {(item) => {
          const at = ids.indexOf(item.id);
          return (
            <GridListItem id={item.id} textValue={item.name} className="am-order__row">
              {!readOnly && (
                <Button slot="drag" className="am-icon-button am-order__handle" aria-label={text('orderDrag', { name: item.name })}>
                  <Icon name="grip" />
                </Button>
              )}
              <span className="am-order__number">{at + 1}</span>
              <div className="am-order__words">{children(item)}</div>
              {!readOnly && (
                <span className="am-order__acts">
                  <IconButton
                    icon="chevron-up"
                    label={text('orderUp', { name: item.name })}
                    aria-disabled={at === 0}
                    onClick={() => moveTo(movedBy(ids, item.id, -1), item.id)}
                  />
                  <IconButton
                    icon="chevron-down"
                    label={text('orderDown', { name: item.name })}
                    aria-disabled={at === ids.length - 1}
                    onClick={() => moveTo(movedBy(ids, item.id, 1), item.id)}
                  />
                  {onRemove && <IconButton icon="x" label={text('orderRemove', { name: item.name })} onClick={() => onRemove(item.id)} />}
                </span>
              )}
            </GridListItem>
          );
        }}
      </GridList>
      <p className="am-hidden" role="status">
        {told}
      </p>
    </AriaFrame>
  );
}
