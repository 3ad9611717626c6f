/** An answer that is shown while it is still being written. */
import { section } from '../blocks/index.ts';
import type { SlackServices } from '../services.ts';
import type { Told } from '../feature.ts';
import { contentOf, noPreviews, post } from './post.ts';
import type { For } from './post.ts';
import type { Place } from './heard.ts';
import { answerMessage } from './proposed.ts';

/** Slack takes about one change of a message a second. */
const everyMs = 1_200;

export interface Streamed {
  /** All that is written so far; what comes faster than Slack takes it is shown with what follows. */
  readonly onText: (text: string) => void;
  /** Puts the whole message where the words came up, or posts it where none did. */
  end(to: For, message: Told): Promise<void>;
}

/**
 * The words go out as plain text, as those of the whole answer do: nobody is mentioned by half a sentence either. That is
 * why messages are changed, and Slack's own streams, which take markup, are not used.
 */
export function streamTo(services: Pick<SlackServices, 'slack' | 'timers' | 'log'>, place: Place): Streamed {
  const { slack, timers, log } = services;
  const { channelId: channel } = place;
  let newest = '';
  let shown = '';
  let ts: string | null = null;
  let isOver = false;
  let callOff: (() => void) | null = null;
  let underWay: Promise<void> = Promise.resolve();

  function showSoon(): void {
    callOff ??= timers.after(ts === null ? 0 : everyMs, () => {
      underWay = show().finally(() => {
        callOff = null;
        if (!isOver && newest !== shown) showSoon();
      });
    });
  }

  async function show(): Promise<void> {
    const text = newest;
    const content = contentOf(place, answerMessage(`${text} …`, { from: 'built-in', note: null }));
    try {
      if (ts === null) ts = (await slack.chat.postMessage({ ...content, ...noPreviews })).ts ?? null;
      else await slack.chat.update({ ...content, ts });
      shown = text;
    } catch (error) {
      // The whole answer comes all the same.
      shown = text;
      log.warn({ err: error }, 'Slack: part of an answer could not be shown');
    }
  }

  return {
    onText(text) {
      if (isOver || text === '') return;
      newest = text;
      showSoon();
    },
    async end(to, message) {
      isOver = true;
      callOff?.();
      await underWay;
      if (ts === null) return await post(services, place, to, message);
      if (!(place.isShared && to.isPrivate)) {
        // Where none are given, Slack leaves those that the message has.
        const blocks = message.blocks ?? [section(message.text)];
        await slack.chat.update({ ...contentOf(place, { ...message, blocks }), ts });
        return;
      }
      await slack.chat.delete({ channel, ts });
      await post(services, place, to, message);
    },
  };
}
