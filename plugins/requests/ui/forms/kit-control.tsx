import { ChosenControl } from './chosen-control.tsx';
import { controlId, type ControlProps } from './form-place.ts';
import { PlaceControl } from './place-control.tsx';
import { UploadControl } from './upload-control.tsx';
import { WrittenControl } from './written-control.tsx';

const CHOSEN = ['choice', 'select', 'search', 'choices', 'yesNo', 'undertaking'];

/** The control of the kit that a field's widget names, in its cell of the form's grid. */
export function KitControl(props: ControlProps) {
  const { ui, path } = props;
  return (
    <div id={controlId(path)} className={ui.half ? 'rq-cell rq-cell--half' : 'rq-cell'}>
      <Control {...props} />
    </div>
  );
}

function Control(props: ControlProps) {
  const { widget } = props.ui;
  if (widget === 'upload') return <UploadControl {...props} />;
  if (widget === 'place') return <PlaceControl {...props} control={KitControl} />;
  return CHOSEN.includes(widget) ? <ChosenControl {...props} /> : <WrittenControl {...props} />;
}
