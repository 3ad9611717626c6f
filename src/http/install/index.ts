/** Installing the app in a workspace: to Slack, and back to a page that says what came of it. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isTold } from '../../domain/errors.ts';
import type { InstallOutcome } from '../../domain/installation.ts';
import { createRateLimit } from '../../domain/rate-limit.ts';
import type { Log } from '../../log.ts';
import { sendPage } from '../send-page.ts';
import type { Page } from '../send-page.ts';
import { againPage, installedPage } from './pages.ts';

export interface InstallPagesOptions {
  /** Sends the browser to Slack. */
  readonly begin: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** The browser is back; the answer is left to the page. */
  readonly finish: (request: IncomingMessage, response: ServerResponse) => Promise<InstallOutcome>;
  /** Where it is begun. */
  readonly installUrl: string;
  readonly log: Log;
  readonly now?: () => Date;
}

export interface InstallPages {
  readonly begin: RequestListener;
  readonly finish: RequestListener;
}

/** Of one address. */
const requestsAMinute = 60;
const maxCallers = 1_000;

export function createInstallPages(options: InstallPagesOptions): InstallPages {
  const { installUrl, log, now = () => new Date() } = options;
  const rateLimit = createRateLimit({ perMinute: requestsAMinute, burst: requestsAMinute, maxCallers });

  function refusal({ method, socket }: IncomingMessage): Page | null {
    if (method !== 'GET') return againPage(405, 'This address is for browsers.', installUrl);
    const waitMs = rateLimit.take(socket.remoteAddress ?? '', now());
    return waitMs === null ? null : againPage(429, 'That is too often. Wait a minute.', installUrl);
  }

  function pageFor(outcome: InstallOutcome): Page {
    switch (outcome.kind) {
      case 'installed':
        return installedPage(outcome);
      case 'cancelled':
        return againPage(200, 'You pressed "Cancel", and nothing was installed.', installUrl);
      case 'stale':
        return againPage(
          403,
          'This was not begun in this browser, was done before, or took longer than ten minutes. Nothing was installed. Begin anew, in one browser, with cookies allowed.',
          installUrl,
        );
      case 'organisation':
        return againPage(
          422,
          'Crosswalk keeps what each workspace has by itself, so it cannot be installed for a whole organisation. Choose one workspace.',
          installUrl,
        );
      case 'failed':
        break;
    }
    return pageOfError(outcome.error);
  }

  function pageOfError(error: unknown): Page {
    const id = randomUUID().slice(0, 8);
    log.error({ err: error, errorId: id }, 'HTTP: the app could not be installed in a workspace');
    const why = isTold(error)
      ? `${error.message} Tell whoever runs Crosswalk.`
      : `Something went wrong, and it was written down under the number ${id}. Tell it whoever runs Crosswalk, or try again.`;
    return againPage(502, why, installUrl);
  }

  const answering =
    (work: (request: IncomingMessage, response: ServerResponse) => Promise<Page | null>): RequestListener =>
    (request, response) => {
      const refused = refusal(request);
      const page = refused === null ? work(request, response) : Promise.resolve(refused);
      page
        .catch(pageOfError)
        .then((shown) => (shown === null ? undefined : sendPage(response, shown)))
        .catch((error: unknown) => {
          log.warn({ err: error }, 'HTTP: a page for installing was not sent');
          response.destroy();
        });
    };

  return {
    begin: answering(async (request, response) => {
      await options.begin(request, response);
      return null;
    }),
    finish: answering(async (request, response) => pageFor(await options.finish(request, response))),
  };
}
