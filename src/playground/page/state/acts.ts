import type { Act, ActResult, ElementAddress } from '../../act.ts';
import { sendAct } from './api.ts';

/** What a person does, in the order in which it reaches the playground. */
export interface Acts {
  /** What is being typed arrives first. */
  do(act: Act): Promise<ActResult>;
  /** A text while it is typed: only the latest is sent when the one before has arrived. */
  type(element: ElementAddress, text: string): void;
  /** Whether something that was typed here is still on its way. */
  isTyping(element: ElementAddress): boolean;
}

export const addressKey = ({ surface, blockId, actionId }: ElementAddress): string =>
  JSON.stringify([surface, blockId, actionId]);

export function createActs(person: string, onRefused: (error: unknown) => void): Acts {
  const latest = new Map<string, { element: ElementAddress; text: string }>();
  const onTheirWay = new Map<string, Promise<void>>();
  const submissions = new Map<string, Promise<ActResult>>();

  async function sendAll(key: string): Promise<void> {
    for (let typed = latest.get(key); typed !== undefined; typed = latest.get(key)) {
      latest.delete(key);
      await sendAct(person, { act: 'use', element: typed.element, value: typed.text }).catch(onRefused);
    }
    onTheirWay.delete(key);
  }

  async function send(act: Act): Promise<ActResult> {
    // What was typed belongs to what is submitted; a window that is closed need not wait for it.
    if (act.act === 'use' || act.act === 'submit') await Promise.all(onTheirWay.values());
    return await sendAct(person, act);
  }

  return {
    do(act) {
      if (act.act !== 'submit') return send(act);
      // Who presses twice means the same.
      const underWay = submissions.get(act.viewId);
      if (underWay !== undefined) return underWay;
      const sent = send(act).finally(() => submissions.delete(act.viewId));
      submissions.set(act.viewId, sent);
      return sent;
    },
    type(element, text) {
      const key = addressKey(element);
      latest.set(key, { element, text });
      if (!onTheirWay.has(key)) onTheirWay.set(key, sendAll(key));
    },
    isTyping: (element) => onTheirWay.has(addressKey(element)),
  };
}
