/**
 * RunHost over a message port: the worker's half calls, the main thread's half answers. A batch's bytes are
 * transferred, not copied, and those that are loaded come back the same way; a page of records is a few texts.
 */
import type { MessagePort, TransferListItem } from 'node:worker_threads';
import type { ApiUsage } from '../connectors/connector.ts';
import type { Printed } from '../console.ts';
import { FatalError } from '../domain/errors.ts';
import { maxBatchesInFlight } from '../domain/run.ts';
import type { RunRetry, StopReason } from '../domain/run.ts';
import type { Log } from '../log.ts';
import { carryError, errorOf } from './carried-error.ts';
import type { CarriedError } from './carried-error.ts';
import { packPage, unpackPage } from './outbound/packed-page.ts';
import type { PackedPage } from './outbound/packed-page.ts';
import type { RunEnd } from './run.ts';
import type { RunHost, RunSpec, RunStage } from './run-host.ts';

/** Calls that are answered; progress is not. */
const methods = [
  'session',
  'load',
  'applyDeletes',
  'reconcile',
  'countSelected',
  'selectOutbound',
  'noteSent',
  'restart',
  'countKnown',
  'awaitApproval',
  'dropMatches',
  'changeMode',
  'addAttributes',
  'finish',
] as const satisfies readonly (keyof RunHost)[];
type Method = (typeof methods)[number];
type Call = {
  readonly [M in Method]: { readonly method: M; readonly args: Parameters<RunHost[M]> };
}[Method];

export type WorkerMessage =
  | { readonly kind: 'call'; readonly id: number; readonly call: Call }
  | { readonly kind: 'progress'; readonly stage: RunStage }
  | { readonly kind: 'retry'; readonly retry: RunRetry | null }
  | { readonly kind: 'usage'; readonly usage: ApiUsage }
  /** To a question. */
  | { readonly kind: 'here' }
  /** On the console of its thread, by a library. */
  | { readonly kind: 'printed'; readonly level: keyof Printed; readonly line: string }
  /** The run is over: nothing else follows. */
  | { readonly kind: 'ended'; readonly ended: RunEnd }
  | { readonly kind: 'failed'; readonly error: CarriedError };

export type MainMessage =
  | { readonly kind: 'start'; readonly spec: RunSpec }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: CarriedError }
  | { readonly kind: 'stop'; readonly reason: StopReason }
  /** Whether it hears. */
  | { readonly kind: 'ask' };

/** Batches, and one call of each other kind; more at one time is a run that has lost its bound. */
const maxPendingCalls = maxBatchesInFlight + methods.length;

export type PortRun = (spec: RunSpec, host: RunHost, signal: AbortSignal) => Promise<RunEnd>;

/**
 * The worker's half. Calls `run` when the main thread starts it, and tells how it ended. Resolves when the main thread has
 * heard that and closed the port: the end of a thread overtakes what it said last.
 */
export function servePort(port: MessagePort, run: PortRun): Promise<void> {
  const stop = new AbortController();
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  const post = (message: WorkerMessage, transfer: readonly TransferListItem[] = []): void =>
    port.postMessage(message, transfer);

  function ask(call: Call, transfer?: readonly TransferListItem[]): Promise<unknown> {
    if (pending.size >= maxPendingCalls) {
      throw new FatalError(
        'The run asked for too much at one time. Run the job again, and report it where that happens again.',
        { code: 'too_many_calls' },
      );
    }
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      post({ kind: 'call', id, call }, transfer);
    });
  }
  // What comes back is what the same method of the other half returned, a page as it was packed there.
  const host: RunHost = {
    session: (...args) => ask({ method: 'session', args }) as ReturnType<RunHost['session']>,
    load: (...args) => ask({ method: 'load', args }, memoryOf(args[1])) as ReturnType<RunHost['load']>,
    applyDeletes: (...args) => ask({ method: 'applyDeletes', args }) as ReturnType<RunHost['applyDeletes']>,
    reconcile: (...args) => ask({ method: 'reconcile', args }) as ReturnType<RunHost['reconcile']>,
    countSelected: (...args) =>
      ask({ method: 'countSelected', args }) as ReturnType<RunHost['countSelected']>,
    selectOutbound: async (...args) =>
      unpackPage((await ask({ method: 'selectOutbound', args })) as PackedPage),
    noteSent: (...args) =>
      ask({ method: 'noteSent', args }, memoryOf(args[1].records)) as ReturnType<RunHost['noteSent']>,
    restart: (...args) => ask({ method: 'restart', args }) as Promise<void>,
    countKnown: (...args) => ask({ method: 'countKnown', args }) as Promise<number>,
    awaitApproval: (...args) => ask({ method: 'awaitApproval', args }) as Promise<void>,
    dropMatches: (...args) => ask({ method: 'dropMatches', args }) as Promise<void>,
    changeMode: (...args) => ask({ method: 'changeMode', args }) as Promise<void>,
    addAttributes: (...args) => ask({ method: 'addAttributes', args }) as Promise<void>,
    finish: (...args) => ask({ method: 'finish', args }) as Promise<boolean>,
    reportProgress: (stage) => post({ kind: 'progress', stage }),
    reportRetry: (retry) => post({ kind: 'retry', retry }),
    reportUsage: (usage) => post({ kind: 'usage', usage }),
  };

  return new Promise((resolve) => {
    port.once('close', resolve);
    port.on('message', (message: MainMessage) => {
      switch (message.kind) {
        case 'start':
          run(message.spec, host, stop.signal).then(
            (ended) => post({ kind: 'ended', ended }),
            (error: unknown) => post({ kind: 'failed', error: carryError(error) }),
          );
          return;
        case 'stop':
          stop.abort(message.reason);
          return;
        case 'ask':
          post({ kind: 'here' });
          return;
        case 'answer':
          pending.get(message.id)?.resolve(message.value);
          break;
        case 'refusal':
          pending.get(message.id)?.reject(errorOf(message.error));
      }
      pending.delete(message.id);
    });
  });
}

/** What is printed in the worker becomes lines of the main thread's log. */
export function printOver(port: MessagePort): Printed {
  const print = (level: keyof Printed, line: string): void =>
    port.postMessage({ kind: 'printed', level, line } satisfies WorkerMessage);
  return { warn: (line) => print('warn', line), error: (line) => print('error', line) };
}

/** The main thread's half: starts the run and answers until it has ended. */
export interface RunOverPort {
  /** Rejects with what the run threw; never settles where the worker dies, which its owner sees. */
  readonly ended: Promise<RunEnd>;
  stop(reason: StopReason): void;
  /** Has the thread say something, which it does as soon as it listens. */
  ask(): void;
}

export interface OverPortOptions {
  readonly spec: RunSpec;
  readonly host: RunHost;
  readonly log: Log;
  /** Told of whatever the thread says. */
  readonly onHeard?: () => void;
}

export function startOverPort(
  port: MessagePort,
  { spec, host, log, onHeard = () => undefined }: OverPortOptions,
): RunOverPort {
  const post = (message: MainMessage, transfer: readonly TransferListItem[] = []): void =>
    port.postMessage(message, transfer);
  const ended = new Promise<RunEnd>((resolve, reject) => {
    port.on('message', (message: WorkerMessage) => {
      onHeard();
      switch (message.kind) {
        case 'here':
          return;
        case 'progress':
          host.reportProgress(message.stage);
          return;
        case 'retry':
          host.reportRetry(message.retry);
          return;
        case 'usage':
          host.reportUsage(message.usage);
          return;
        case 'printed':
          log[message.level]({ runId: spec.run.id }, message.line);
          return;
        case 'ended':
          resolve(message.ended);
          return;
        case 'failed':
          reject(errorOf(message.error));
          return;
        case 'call':
          answer(message.call, host).then(
            (value) => post({ kind: 'answer', id: message.id, value }, memoryOf(value)),
            (error: unknown) => post({ kind: 'refusal', id: message.id, error: carryError(error) }),
          );
      }
    });
  });
  post({ kind: 'start', spec });
  return {
    ended,
    stop: (reason) => post({ kind: 'stop', reason }),
    ask: () => post({ kind: 'ask' }),
  };
}

async function answer({ method, args }: Call, host: RunHost): Promise<unknown> {
  switch (method) {
    case 'session':
      return await host.session(...args);
    case 'load':
      return await host.load(...args);
    case 'applyDeletes':
      return await host.applyDeletes(...args);
    case 'reconcile':
      return await host.reconcile(...args);
    case 'countSelected':
      return await host.countSelected(...args);
    case 'selectOutbound':
      return packPage(await host.selectOutbound(...args));
    case 'noteSent':
      return await host.noteSent(...args);
    case 'restart':
      return await host.restart(...args);
    case 'countKnown':
      return await host.countKnown(...args);
    case 'awaitApproval':
      return await host.awaitApproval(...args);
    case 'dropMatches':
      return await host.dropMatches(...args);
    case 'changeMode':
      return await host.changeMode(...args);
    case 'addAttributes':
      return await host.addAttributes(...args);
    case 'finish':
      break;
  }
  return await host.finish(...args);
}

/** The memory of a batch's rows goes over to the other thread; that of rows that are loaded comes back with the answer. */
function memoryOf(message: unknown): readonly TransferListItem[] {
  if (typeof message !== 'object' || message === null || !('rows' in message)) return [];
  const { rows } = message;
  // Memory that goes over is gone here: nothing may go many times.
  if (!(rows instanceof Uint8Array) || rows.byteLength === 0) return [];
  return rows.buffer instanceof ArrayBuffer ? [rows.buffer] : [];
}
