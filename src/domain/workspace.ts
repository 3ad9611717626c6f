import { dayMs } from './calendar.ts';

/** A Slack workspace, as it says itself who it is. */
export interface Workspace {
  readonly id: string;
  readonly name: string | null;
  /** Id of the organisation that it is part of. */
  readonly enterprise: string | null;
}

/** What a workspace that has removed the app left here is kept for so long, and is there again when it comes back. */
export const keptAfterLeavingMs = 90 * dayMs;
