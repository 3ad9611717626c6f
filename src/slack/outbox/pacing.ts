/** When this instance may call Slack, over all conversations. What holds for one of them is in its lane. */
export interface Pacing {
  mayPost(now: Date): boolean;
  mayEdit(now: Date): boolean;
  /** An edit is about to be made. */
  editing(now: Date): void;
  /** Slack asked to slow down in one conversation, or with edits. */
  slowDown(method: 'post' | 'edit', lane: string, now: Date, until: Date): void;
  /** Nothing for anybody before that time. */
  pauseAll(until: Date): void;
}

/** Slack takes 50 edits a minute, over the whole workspace, before it asks to slow down. */
export const betweenEditsMs = 1_250;

export function createPacing(): Pacing {
  let postsAfterMs = 0;
  let editsAfterMs = 0;
  let slowed: { readonly lane: string; readonly untilMs: number } | null = null;

  return {
    mayPost: (now) => now.getTime() >= postsAfterMs,
    mayEdit: (now) => now.getTime() >= editsAfterMs,
    editing(now) {
      editsAfterMs = Math.max(editsAfterMs, now.getTime() + betweenEditsMs);
    },
    slowDown(method, lane, now, until) {
      const untilMs = until.getTime();
      if (method === 'edit') {
        editsAfterMs = Math.max(editsAfterMs, untilMs);
        return;
      }
      // The answer does not say whether the channel or the workspace has had too many. Two channels that are slowed
      // down at one time mean the workspace.
      const isElsewhereToo = slowed !== null && slowed.lane !== lane && slowed.untilMs > now.getTime();
      if (isElsewhereToo) postsAfterMs = Math.max(postsAfterMs, untilMs);
      slowed = { lane, untilMs };
    },
    pauseAll(until) {
      postsAfterMs = Math.max(postsAfterMs, until.getTime());
      editsAfterMs = Math.max(editsAfterMs, until.getTime());
    },
  };
}
