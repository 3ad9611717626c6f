/** A service that speaks OpenAI's Chat Completions over HTTP and answers as it was told, call by call. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer. A model's message, streamed where the caller asks for it, or whatever a service may do instead. */
export type ScriptedAnswer =
  | {
      /** An object is written as JSON. */
      readonly content: string | object | null;
      readonly refusal?: string;
      readonly finish?: string;
      /** Also where a stream was asked for; or a stream where none was. */
      readonly stream?: boolean;
    }
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly behave: (response: ServerResponse, request: RecordedCall) => void };

export interface RecordedCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly json: {
    readonly stream?: boolean;
    readonly messages: readonly { readonly content: string }[];
  } & Readonly<Record<string, unknown>>;
}

export interface ScriptedModel {
  /** Base address of the service. */
  readonly url: string;
  readonly calls: readonly RecordedCall[];
  /** What is answered next, in this order; the last one again and again. */
  script(...answers: readonly ScriptedAnswer[]): void;
  close(): Promise<void>;
}

export async function startScriptedModel(): Promise<ScriptedModel> {
  const calls: RecordedCall[] = [];
  let answers: ScriptedAnswer[] = [];
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      calls.push(call);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === undefined) response.writeHead(404).end();
      else give(answer, call, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls,
    script(...next) {
      answers = [...next];
      calls.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readCall(request: IncomingMessage): Promise<RecordedCall> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const json = (body === '' ? { messages: [] } : JSON.parse(body)) as RecordedCall['json'];
  return { path: request.url ?? '', headers: request.headers, body, json };
}

function give(answer: ScriptedAnswer, call: RecordedCall, response: ServerResponse): void {
  if ('behave' in answer) return answer.behave(response, call);
  if ('status' in answer) {
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body ?? JSON.stringify({ error: { message: 'as scripted' } }));
    return;
  }
  const { content, refusal = null, finish = 'stop' } = answer;
  const text = content === null || typeof content === 'string' ? content : JSON.stringify(content);
  const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
  if (answer.stream ?? call.json.stream === true) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of (text ?? '').match(/[\s\S]{1,9}/g) ?? [])
      response.write(event({ content: piece }, null));
    response.write(event({ refusal }, finish));
    response.write(`data: ${JSON.stringify({ choices: [], usage })}\n\n`);
    response.end('data: [DONE]\n\n');
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({
      choices: [{ index: 0, message: { role: 'assistant', content: text, refusal }, finish_reason: finish }],
      usage,
    }),
  );
}

/** One piece of a stream. */
export function event(delta: Readonly<Record<string, unknown>>, finish: string | null): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
}

const nothing = {
  text: null,
  intent: null,
  jobs: null,
  schedule: null,
  connector: null,
  object: null,
  direction: null,
  hub: null,
  filter: null,
  choices: null,
};

/** What a model answers in chat: all that its schema asks for, what is given in front. */
export function chatAnswer(given: object): object {
  return { ...given, ...nothing, ...given };
}
