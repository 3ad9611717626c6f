import { setTimeout as wait } from 'node:timers/promises';
import OpenAI, { APIError } from 'openai';
import type { ChatCompletionCreateParams, ChatCompletionMessageParam } from 'openai/resources';
import { boundedFetch } from './bounded-fetch.ts';
import { firstWaitMs, maxAskMs, maxCalls } from './limits.ts';
import { ModelFailure, type ModelFailureReason } from './model-failure.ts';
import { readCompletion, type Completion } from './read-completion.ts';
import { requestForms, type ModelRequest, type RequestForm } from './request-forms.ts';

/** Where a model is asked. */
export interface ModelSettings {
  /** Such as `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** null: none is sent; services on one's own machine often want none. */
  readonly apiKey: string | null;
  /** Of the model. */
  readonly name: string;
}

export interface CallOptions {
  /** Ends the call, and what was waited for. */
  readonly signal: AbortSignal;
  /** `performance.now()` after which nothing is worth waiting for. */
  readonly until: number;
  /** Given all of the answer so far, each time there is more. */
  readonly onContent?: (content: string) => void;
}

export interface ModelClient {
  /** @throws ModelFailure; whatever `signal` was aborted with */
  readonly complete: (request: ModelRequest, options: CallOptions) => Promise<Completion>;
}

/** A client of any service that speaks OpenAI's Chat Completions. */
export function createModelClient({ baseUrl, apiKey, name }: ModelSettings): ModelClient {
  // Everything is said here: what is left out, the library takes from the environment, which may be meant for others.
  const service = new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? 'none',
    ...(apiKey === null ? { defaultHeaders: { Authorization: null } } : {}),
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    // Its own retries wait out any time that a service asks for, also beyond what the ask may take.
    maxRetries: 0,
    timeout: maxAskMs,
    fetch: boundedFetch,
  });
  /** The first form that the service took, as far as is known. */
  let formAt = 0;

  async function call(request: ModelRequest, form: RequestForm, options: CallOptions): Promise<Completion> {
    const controller = new AbortController();
    const signal = AbortSignal.any([options.signal, controller.signal]);
    const messages: ChatCompletionMessageParam[] = [...request.messages];
    const isStreamed = options.onContent !== undefined;
    const body: ChatCompletionCreateParams = { model: name, messages, ...form(request), stream: isStreamed };
    try {
      const response = await service.chat.completions.create(body, { signal }).asResponse();
      return await readCompletion(response, { service, controller }, options.onContent);
    } catch (error) {
      options.signal.throwIfAborted();
      throw failureOf(error);
    } finally {
      // Of a stream that was not read to its end nobody waits for the rest.
      controller.abort();
    }
  }

  /** Services that do not know a parameter refuse the call: it is made again with fewer of them. */
  async function callInSomeForm(request: ModelRequest, options: CallOptions): Promise<Completion> {
    for (let at = formAt; ; at++) {
      try {
        const completion = await call(request, requestForms[at] ?? plainForm, options);
        formAt = at;
        return completion;
      } catch (error) {
        const isRefused = error instanceof ModelFailure && (error.status === 400 || error.status === 422);
        if (!isRefused || at >= requestForms.length - 1) throw error;
      }
    }
  }

  return {
    async complete(request, options) {
      for (let calls = 1; ; calls++) {
        try {
          return await callInSomeForm(request, options);
        } catch (error) {
          if (!(error instanceof ModelFailure) || calls === maxCalls || !passes(error)) throw error;
          const waitMs = error.retryAfterMs ?? firstWaitMs * 2 ** (calls - 1);
          if (performance.now() + waitMs >= options.until) throw error;
          await waitUnless(options.signal, waitMs);
        }
      }
    },
  };
}

const plainForm: RequestForm = () => ({});

const passes = ({ reason }: ModelFailure): boolean =>
  reason === 'busy' || reason === 'unreachable' || reason === 'out of order';

async function waitUnless(signal: AbortSignal, waitMs: number): Promise<void> {
  try {
    await wait(waitMs, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** What the library throws, as a failure; anything else is a bug and stays what it is. */
function failureOf(error: unknown): unknown {
  const given = causesOf(error).find((each) => each instanceof ModelFailure);
  if (given !== undefined) return given;
  if (error instanceof APIError) {
    const status = typeof error.status === 'number' ? error.status : undefined;
    if (status === undefined) return new ModelFailure('unreachable', { cause: error });
    const retryAfterMs = error.headers instanceof Headers ? retryAfter(error.headers) : undefined;
    return new ModelFailure(reasonOf(status), {
      status,
      cause: error,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  // A stream of something else.
  if (error instanceof SyntaxError) return new ModelFailure('unusable', { cause: error });
  // The connection broke while the answer was read.
  const isBroken = error instanceof TypeError && causesOf(error).some((each) => codeOf(each) !== undefined);
  return isBroken ? new ModelFailure('unreachable', { cause: error }) : error;
}

function reasonOf(status: number): ModelFailureReason {
  if (status === 429 || status === 408 || status === 503) return 'busy';
  return status >= 500 ? 'out of order' : 'refused by service';
}

const maxCauses = 5;

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let each = error; each instanceof Error && causes.length < maxCauses; each = each.cause)
    causes.push(each);
  return causes;
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Seconds, or a date (RFC 9110); some services say it in milliseconds, too. */
function retryAfter(headers: Headers): number | undefined {
  const inMs = headers.get('retry-after-ms');
  if (inMs !== null && /^\d+$/.test(inMs)) return Number(inMs);
  const said = headers.get('retry-after');
  if (said === null) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(said)) return Number(said) * 1_000;
  const at = Date.parse(said);
  return Number.isNaN(at) ? undefined : Math.max(at - Date.now(), 0);
}
