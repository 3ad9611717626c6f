/** Modals that are submitted or closed. The answer decides what becomes of the modal, so it comes after the work. */
import type { ViewClosedAction, ViewOutput, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { UserError } from '../domain/errors.ts';
import type { Log } from '../log.ts';
import type { Timers } from '../timing/timers.ts';
import { within } from '../timing/within.ts';
import { byId } from './by-id.ts';
import { shownView, submitParts } from './bodies.ts';
import { digest } from './deliveries.ts';
import type { Deliveries } from './deliveries.ts';
import type { Call, Feature, SubmissionAnswer, Told } from './feature.ts';
import { keepNewest } from '../domain/keep-newest.ts';
import { doneView, inputsOf, refusal } from './refusal.ts';
import { tell, troubleText, troubleTold } from './tell.ts';
import { updateView } from './update-view.ts';

/** Submissions whose outcome is remembered, for a second click within half a second. */
const maxKept = 200;
/** How long an answer waits until it is kept for that. */
const mostKeepMs = 200;

/** How often what another instance answers is looked for, and how long it is waited between two looks. */
const maxLooks = 11;
const lookMs = 200;

export interface SubmissionDeps {
  readonly slack: WebClient;
  readonly deliveries: Deliveries;
  readonly log: Log;
  readonly now: () => Date;
  readonly timers: Timers;
  readonly newId: () => string;
  readonly begin: (personId: string) => Promise<Omit<Call, 'tell'>>;
}

export interface Submissions {
  /**
   * @param answer gives Slack the answer; null closes the modal
   * @param answerByMs when Slack is to have an answer, as `Timers.elapsedMs` counts
   */
  submission(
    body: ViewSubmitAction,
    answer: (response: ViewResponseAction | null) => Promise<void>,
    answerByMs: number,
  ): Promise<void>;
  closing(body: ViewClosedAction): Promise<void>;
}

type Refused = Extract<SubmissionAnswer, { readonly kind: 'refuse' }>;
type Accepted = Exclude<SubmissionAnswer, Refused>;

/** What became of a submission: what Slack is answered, and what follows. */
interface Outcome {
  readonly response: ViewResponseAction | null;
  readonly afterwards?: (() => Promise<void>) | undefined;
  /** What to show where the answer comes too late to be one. */
  readonly late?: (() => Promise<ModalView>) | undefined;
  /** Whether it is the answer to the first of two clicks, which the second is to get as well. */
  readonly isFirst?: true;
  /** It could not be looked whether it was the first: it is nobody else's answer. */
  readonly isUnsure?: true;
  /** Whether another instance shows what becomes of it. */
  readonly isElsewhere?: true;
}

export function createSubmissions(features: readonly Feature[], deps: SubmissionDeps): Submissions {
  const submissions = byId(
    features.flatMap((each) => each.submissions ?? []),
    ({ callbackId }) => callbackId,
  );
  const closings = byId(
    features.flatMap((each) => each.closings ?? []),
    ({ callbackId }) => callbackId,
  );

  /** By what was on the screen. */
  const newest = new Map<string, Promise<Outcome>>();

  return { submission: onSubmission, closing: onClosing };

  async function onSubmission(
    body: ViewSubmitAction,
    answer: (response: ViewResponseAction | null) => Promise<void>,
    answerByMs: number,
  ): Promise<void> {
    const screen = digest(JSON.stringify(submitParts(body)));
    const outcome = keptOutcomeOf(body, newest.get(screen));
    keepNewest(newest, screen, outcome, maxKept);
    const inTime = await within(outcome, answerByMs - deps.timers.elapsedMs(), deps.timers);
    await answer(
      inTime === null ? { response_action: 'update', view: waitingView(body.view) } : inTime.result.response,
    );
    const came = await outcome;
    if (came.isElsewhere === true) await showElsewhere(body);
    else if (inTime === null) await showLate(body, came);
    await finish(body, came.afterwards);
  }

  /** It is kept before anybody sees it: whoever finds nothing kept knows that it is shown later. */
  async function keptOutcomeOf(
    body: ViewSubmitAction,
    before: Promise<Outcome> | undefined,
  ): Promise<Outcome> {
    const outcome = await outcomeOf(body, before);
    if (outcome.isFirst === true) await keepAnswer(body, outcome.response);
    return outcome;
  }

  async function keepAnswer(body: ViewSubmitAction, response: Outcome['response']): Promise<void> {
    const kept = deps.deliveries
      .keepAnswer(submitParts(body), JSON.stringify(response))
      .catch((error: unknown) => {
        deps.log.warn({ err: error }, 'Slack: an answer could not be kept for a second click');
      });
    // A second click is rare, and a busy database is not to cost this one its answer.
    await within(kept, mostKeepMs, deps.timers);
  }

  function passed(ms: number): Promise<void> {
    return new Promise((resolve) => void deps.timers.after(ms, resolve));
  }

  /**
   * Slack has the modal wait for another instance. What that one shows from now on stands; what it has shown by now, the
   * waiting may have taken the place of.
   */
  async function showElsewhere(body: ViewSubmitAction): Promise<void> {
    await guarded(`second click on submission ${body.view.callback_id}`, body.user.id, async () => {
      const known = await outcomeElsewhere(body);
      if (known !== null) await showLate(body, known);
    });
  }

  async function outcomeElsewhere(body: ViewSubmitAction): Promise<Outcome | null> {
    const answer = await deps.deliveries.answerTo(submitParts(body));
    return answer === null ? null : { response: JSON.parse(answer) as Outcome['response'] };
  }

  /** Of a click whose first one came to another instance. */
  async function answeredElsewhere(body: ViewSubmitAction): Promise<Outcome> {
    for (let look = 0; look < maxLooks; look += 1) {
      if (look > 0) await passed(lookMs);
      const known = await outcomeElsewhere(body);
      if (known !== null) return known;
    }
    // It takes longer there, too, and shows later what became of it.
    return { response: { response_action: 'update', view: waitingView(body.view) }, isElsewhere: true };
  }

  /** @param before of the same on the same screen */
  async function outcomeOf(body: ViewSubmitAction, before: Promise<Outcome> | undefined): Promise<Outcome> {
    let isFirst = false;
    try {
      isFirst = await isTaken(body);
      if (!isFirst) {
        // Twice clicked is answered twice, alike: without an answer Slack would close the modal.
        const here = await before;
        const { response, late, isElsewhere } =
          here === undefined || here.isUnsure === true ? await answeredElsewhere(body) : here;
        return { response, late, ...(isElsewhere === undefined ? {} : { isElsewhere }) };
      }
      const call = await deps.begin(body.user.id);
      const listener = submissions.get(body.view.callback_id);
      if (listener === undefined) {
        throw new UserError(
          'This page belongs to an older version of Crosswalk. Close it and open it again.',
        );
      }
      const say = (message: Told): Promise<void> => sayTo(body.user.id, message);
      const view = shownView(body.view);
      const answer = await listener.handle({ ...call, tell: say, view, triggerId: body.trigger_id });
      if (answer.kind === 'refuse') return { ...(await refusalAsked(body.view, answer)), isFirst: true };
      return { response: responseOf(answer), afterwards: answer.afterwards, isFirst: true };
    } catch (error) {
      const trouble = { error, doing: `submission ${body.view.callback_id}`, personId: body.user.id };
      const text = troubleText(trouble, deps.log, deps.newId);
      const response = refusal(body.view, error, text);
      return isFirst ? { response, isFirst } : { response, isUnsure: true };
    }
  }

  async function isTaken(body: ViewSubmitAction | ViewClosedAction): Promise<boolean> {
    const isNew = await deps.deliveries.takeOnce(`view:${digest(JSON.stringify(body))}`);
    return isNew && (await deps.deliveries.takeClick(submitParts(body), deps.now().getTime()));
  }

  /** The modal waits: now it shows what Slack was not answered in time. */
  async function showLate({ view, user }: ViewSubmitAction, { response, late }: Outcome): Promise<void> {
    await guarded(`late answer to submission ${view.callback_id}`, user.id, async () => {
      const given = response !== null && 'view' in response ? response.view : null;
      const other = given?.type === 'modal' ? given : doneView(view, lateText(response));
      await updateView(deps.slack, view.id, late === undefined ? other : await late());
    });
  }

  async function finish(body: ViewSubmitAction, afterwards: Outcome['afterwards']): Promise<void> {
    if (afterwards === undefined) return;
    await guarded(`after submission ${body.view.callback_id}`, body.user.id, afterwards);
  }

  async function onClosing(body: ViewClosedAction): Promise<void> {
    const listener = closings.get(body.view.callback_id);
    if (listener === undefined) return;
    await guarded(`closing ${body.view.callback_id}`, body.user.id, async () => {
      if (!(await isTaken(body))) return;
      const call = await deps.begin(body.user.id);
      const say = (message: Told): Promise<void> => sayTo(body.user.id, message);
      await listener.handle({ ...call, tell: say, view: shownView(body.view) });
    });
  }

  async function guarded(doing: string, personId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await sayTo(personId, troubleTold({ error, doing, personId }, deps.log, deps.newId)).catch(
        (failure: unknown) => {
          deps.log.warn(
            { err: failure, person: personId },
            `Slack: nobody could be told that ${doing} failed`,
          );
        },
      );
    }
  }

  function sayTo(personId: string, message: Told): Promise<void> {
    return tell(deps.slack, { respond: undefined, channelId: null, personId }, message);
  }
}

function responseOf(answer: Accepted): ViewResponseAction | null {
  switch (answer.kind) {
    case 'close':
      return null;
    case 'close all':
      return { response_action: 'clear' };
    case 'update':
    case 'push':
      break;
  }
  return { response_action: answer.kind, view: answer.view };
}

/** Slack takes errors at inputs that the modal has, and refuses all where one of them is elsewhere. */
async function refusalAsked(view: ViewOutput, { errors, instead }: Refused): Promise<Outcome> {
  const inputs = inputsOf(view);
  const [first] = inputs;
  if (first === undefined) return { response: { response_action: 'update', view: await instead() } };
  const placed: Record<string, string> = {};
  for (const [id, text] of Object.entries(errors)) {
    const at = inputs.includes(id) ? id : first;
    placed[at] = placed[at] === undefined ? text : `${placed[at]} ${text}`;
  }
  return { response: { response_action: 'errors', errors: placed }, late: instead };
}

function waitingView(view: ViewOutput): ModalView {
  return doneView(view, 'This takes longer than usual. One moment, please …');
}

function lateText(response: ViewResponseAction | null): string {
  if (response?.response_action !== 'errors') return 'Done. You can close this.';
  return Object.values(response.errors).join('\n');
}
