import type { ModalView } from '@slack/types';
import type { WebClient, ViewsOpenResponse } from '@slack/web-api';

/** What a modal needs that is to stand at once: the trigger counts for three seconds, and what it shows can follow. */
export interface Trigger {
  readonly triggerId: string;
}

/** @returns the modal's id, to update it by. */
export async function openView(slack: WebClient, { triggerId }: Trigger, view: ModalView): Promise<string> {
  return idOf(await slack.views.open({ trigger_id: triggerId, view }));
}

/** On top of the modal that was acted in. @returns as `openView`. */
export async function pushView(slack: WebClient, { triggerId }: Trigger, view: ModalView): Promise<string> {
  return idOf(await slack.views.push({ trigger_id: triggerId, view }));
}

function idOf({ view }: Pick<ViewsOpenResponse, 'view'>): string {
  if (view?.id === undefined) throw new Error('Slack opened a modal and did not say which.');
  return view.id;
}
