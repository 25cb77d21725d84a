import { useEffect, useRef } from 'react';
import { Icon } from '../icon.tsx';
import { text } from '../text.ts';

export interface FieldFault {
  readonly fieldId: string;
  readonly label: string;
  readonly message: string;
}

/** Stands at the top of a form that was refused: takes the focus and leads to each field. */
export function ErrorSummary({ faults }: { readonly faults: readonly FieldFault[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (faults.length > 0) box.current?.focus();
  }, [faults]);
  if (faults.length === 0) return null;
  return (
    <div ref={box} tabIndex={-1} role="alert" className="am-notice am-notice--danger">
      <Icon name="circle-alert" />
      <h2 className="am-notice__title">{text('fieldSummaryTitle', { count: faults.length })}</h2>
      <ul className="am-notice__body am-list">
        {faults.map((fault) => (
          <li key={fault.fieldId}>
            <a
              href={`#${fault.fieldId}`}
              onClick={(event) => {
                event.preventDefault();
                focusField(fault.fieldId);
              }}
            >
              {fault.label}: {fault.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The id may be the control's or that of the field around it. */
function focusField(id: string): void {
  const found = document.getElementById(id);
  const control = found?.matches('input, textarea, select, button') ? found : found?.querySelector<HTMLElement>('input, textarea, select, button');
  control?.focus();
}
