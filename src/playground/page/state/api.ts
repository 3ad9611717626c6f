import type { Act, ActResult } from '../../act.ts';
import type { WorkspaceInfo } from '../../screen.ts';
import type { TrafficEntry } from '../../traffic.ts';
import type { Fault } from '../../faults.ts';

const root = '/playground/api';

/** The playground did not do it; the message is a sentence for the person. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

export const eventsPath = (person: string): string => `${root}/people/${encodeURIComponent(person)}/events`;
export const trafficEventsPath = `${root}/traffic/events`;

export async function getWorkspaces(signal: AbortSignal): Promise<readonly WorkspaceInfo[]> {
  return (await asked('/workspaces', { signal })) as readonly WorkspaceInfo[];
}

export async function getTraffic(signal: AbortSignal): Promise<readonly TrafficEntry[]> {
  return (await asked('/traffic', { signal })) as readonly TrafficEntry[];
}

/** @throws RefusedError */
export async function sendAct(person: string, act: Act): Promise<ActResult> {
  return (await asked(`/people/${encodeURIComponent(person)}/acts`, posted(act))) as ActResult;
}

/** @throws RefusedError */
export async function sendFault(fault: Fault): Promise<void> {
  await asked('/faults', posted(fault));
}

const posted = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

async function asked(path: string, init: RequestInit): Promise<unknown> {
  const answer = await fetch(`${root}${path}`, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new RefusedError('The playground does not answer. Is it still running?', { cause: error });
  });
  const text = await answer.text();
  if (answer.ok) return text === '' ? null : JSON.parse(text);
  throw new RefusedError(messageOf(text) ?? `The playground answered with ${answer.status}.`);
}

function messageOf(text: string): string | null {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : null;
  } catch {
    // Something between us and the playground answered, with a page.
    return null;
  }
}
