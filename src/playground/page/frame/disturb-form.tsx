import { useState } from 'react';
import type { ReactNode } from 'react';
import type { FaultKind } from '../../faults.ts';
import { sendFault } from '../state/api.ts';
import { useNotices } from '../state/notices.tsx';

const faults: readonly { readonly kind: FaultKind; readonly words: string }[] = [
  { kind: 'too many requests', words: 'Next call: too many requests' },
  { kind: 'unavailable', words: 'Next call: service unavailable' },
  { kind: 'reset', words: 'Next call: connection reset' },
  { kind: 'lost answer', words: 'Next call: answer lost' },
  { kind: 'expired trigger', words: 'Next trigger: expired' },
  { kind: 'redelivered', words: 'Next delivery: made twice' },
  { kind: 'lost acknowledgement', words: 'Next delivery: acknowledgement lost' },
  { kind: 'refresh', words: 'Now: asked to reconnect' },
  { kind: 'disconnect', words: 'Now: connection cut' },
];

/** Lets something go wrong between the app and the workspace. */
export function DisturbForm(): ReactNode {
  const [kind, setKind] = useState<FaultKind>('too many requests');
  const { tell } = useNotices();
  return (
    <form
      className="disturb"
      onSubmit={(event) => {
        event.preventDefault();
        sendFault({ kind }).catch((error: unknown) => tell(String(error)));
      }}
    >
      <select
        aria-label="What goes wrong"
        value={kind}
        onChange={({ target }) => setKind(target.value as FaultKind)}
      >
        {faults.map((each) => (
          <option key={each.kind} value={each.kind}>
            {each.words}
          </option>
        ))}
      </select>
      <button type="submit" className="button">
        Disturb
      </button>
    </form>
  );
}
