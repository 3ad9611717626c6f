import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { WebAPIPlatformError } from '@slack/web-api';

/** Shows something else in a modal. False where the person has closed it meanwhile, which is their right. */
export async function updateView(slack: WebClient, viewId: string, view: ModalView): Promise<boolean> {
  try {
    await slack.views.update({ view_id: viewId, view });
    return true;
  } catch (error) {
    if (error instanceof WebAPIPlatformError && error.data.error === 'not_found') return false;
    throw error;
  }
}
