import type { ClaimedOutgoing, Settlement } from '../../domain/outgoing.ts';
import type { DeliverDeps } from './deliver-deps.ts';
import { contentOf, fingerprintOf, markOf, nextLook } from './message-content.ts';
import type { Worded } from './outbox.ts';
import { orInPlainWords } from './plain-words.ts';
import { postOutgoing } from './post-outgoing.ts';
import { troubleOf } from './trouble.ts';
import { after, lockOut, waits } from './waits.ts';

/** With waits of up to five minutes, edits are tried for about an hour. */
const maxEditFailures = 20;

/** Posts a message, or edits it where it reads differently now. Says what became of it; stores nothing itself. */
export async function deliver(
  message: ClaimedOutgoing,
  leaseUntil: Date,
  deps: DeliverDeps,
): Promise<Settlement> {
  const worded = await deps.word(message.content);
  if (worded === null) {
    return { kind: 'given up', reason: 'What it was about is gone.' };
  }
  return message.place === null
    ? await postOutgoing(message, worded, leaseUntil, deps)
    : await editMessage(message, worded, deps);
}

async function editMessage(message: ClaimedOutgoing, worded: Worded, deps: DeliverDeps): Promise<Settlement> {
  const { slack, pacing, now, log } = deps;
  const { place, key, lane } = message;
  if (place === null) return { kind: 'put back' };
  const shown = fingerprintOf(worded);
  const stands = (): Settlement => ({
    kind: 'shown',
    place,
    shown,
    lookAt: nextLook(worded, now()),
    postAfter: null,
  });
  if (shown === message.shown) return stands();
  if (!pacing.mayEdit(now())) return { kind: 'put back' };
  pacing.editing(now());
  try {
    const edit = (form: Worded) => slack.chat.update({ ...place, ...contentOf(form), ...markOf(key) });
    await orInPlainWords(worded, edit, log);
    return stands();
  } catch (error) {
    const trouble = troubleOf(error);
    switch (trouble.kind) {
      case 'slow down':
        pacing.slowDown('edit', lane, now(), after(now(), trouble.afterMs));
        return { kind: 'put back' };
      case 'locked out':
        lockOut(trouble.code, deps);
        return { kind: 'put back' };
      // An edit that is made twice changes nothing.
      case 'unsure':
      case 'later':
        if (message.failures >= maxEditFailures) break;
        return waits(message, now(), null);
      case 'not a member':
      case 'closed':
      case 'refused':
        break;
    }
    log.warn({ key, trouble }, 'a message in Slack cannot be edited any more');
    return { kind: 'given up', reason: 'Slack does not take edits of it.' };
  }
}
