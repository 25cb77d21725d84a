import { page } from '@amanah/ui';
import { Actions } from './actions.tsx';
import { Classes, Facts, Identity, Notices, Progress } from './content.tsx';
import { Fields } from './fields.tsx';
import { Invoices, Overlays, States } from './larger.tsx';
import { Order } from './order.tsx';

function Gallery() {
  return (
    <div className="am-wrap am-sheet">
      <Actions />
      <Fields />
      <Classes />
      <Notices />
      <Facts />
      <Progress />
      <Invoices />
      <Order />
      <Overlays />
      <States />
      <Identity />
    </div>
  );
}

export const gallery = page(Gallery);
