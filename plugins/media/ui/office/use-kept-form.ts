import { navigate, useAct, type Act } from '@amanah/ui';
import { useState } from 'react';
import { useWarning } from './use-warning.ts';

interface Keeping {
  /** Nothing that has to be written is missing. */
  readonly complete: boolean;
  send(): Promise<unknown>;
  /** Takes the whole thing away; `true` where that was done. */
  take(): Promise<boolean>;
  /** Words of what was done. */
  readonly told: { readonly saved: string; readonly removed: string };
  /** Where one goes when it is taken away. */
  readonly home: string;
  readonly reload: () => void;
}

export interface KeptForm {
  readonly changed: boolean;
  /** Saving was tried: what is missing is shown. */
  readonly tried: boolean;
  readonly saving: Act;
  readonly removing: Act;
  /** Something was typed. */
  note(): void;
  save(): Promise<void>;
  remove(): Promise<void>;
  /** Lets go of what was typed, and shows how it stands now. */
  giveUp(): void;
}

/** What is typed into a form of the office stays until it is saved or given up, also when somebody else was faster. */
export function useKeptForm({ complete, send, take, told, home, reload }: Keeping): KeptForm {
  const [changed, setChanged] = useState(false);
  const [tried, setTried] = useState(false);
  const saving = useAct();
  const removing = useAct();
  useWarning(changed);
  const fresh = () => {
    setChanged(false);
    reload();
  };
  return {
    changed,
    tried,
    saving,
    removing,
    note: () => setChanged(true),
    async save() {
      setTried(true);
      if (complete && (await saving.run(send, told.saved))) fresh();
    },
    async remove() {
      if (await removing.run(take, told.removed)) navigate(home);
    },
    giveUp() {
      saving.clear();
      fresh();
    },
  };
}
