import { z } from 'zod';
import { problemTexts } from '../blocks/problem-text.ts';
import type { Slack } from '../slack.ts';
import { ApiError } from './api-error.ts';

/** Calls a minute, as Slack's tiers have them; tests may rely on no more than these. */
export const tiers = { one: 1, two: 20, three: 50, four: 100 } as const;

export interface Method {
  /** Any one of them suffices; empty where none is needed. */
  readonly scopes: readonly string[];
  readonly token: 'bot' | 'app';
  readonly perMinute: number;
  /** So many at once are let through. */
  readonly burst: number;
  /** What is limited apart from the rest: a channel. Empty where the method is limited as a whole. */
  rateKey(args: RawArgs): string;
  run(slack: Slack, args: RawArgs): Answer | Promise<Answer>;
}

export type RawArgs = Readonly<Record<string, unknown>>;
export type Answer = Readonly<Record<string, unknown>>;
export type Methods = Readonly<Record<string, Method>>;

interface MethodInput<Shape extends z.ZodRawShape> {
  readonly scopes?: readonly string[];
  readonly token?: 'bot' | 'app';
  readonly perMinute?: number;
  /** Default: as many as in a minute. */
  readonly burst?: number;
  readonly rateKey?: (args: RawArgs) => string;
  readonly args?: Shape;
  readonly run: (slack: Slack, args: z.infer<z.ZodObject<Shape>>) => Answer | Promise<Answer>;
}

export function method<Shape extends z.ZodRawShape>(input: MethodInput<Shape>): Method {
  const shape = z.object(input.args ?? ({} as Shape));
  const { perMinute = tiers.three } = input;
  return {
    scopes: input.scopes ?? [],
    token: input.token ?? 'bot',
    perMinute,
    burst: input.burst ?? perMinute,
    rateKey: input.rateKey ?? (() => ''),
    run(slack, args) {
      const parsed = shape.safeParse(args, { reportInput: true });
      if (!parsed.success) throw new ApiError('invalid_arguments', problemTexts(parsed.error.issues, ''));
      return input.run(slack, parsed.data);
    },
  };
}

/** Arguments come as text, in forms and in addresses, or as JSON values. */
export const arg = {
  text: z.coerce.string(),
  flag: z
    .union([z.boolean(), z.string(), z.number()])
    .transform((value) => ['true', '1'].includes(String(value))),
  count: z.coerce.number().int(),
  /** Anything, in JSON where it came in a form. */
  json: z.unknown().transform((value, context): unknown => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      context.issues.push({ code: 'custom', message: 'must be valid JSON', input: value });
      return z.NEVER;
    }
  }),
} as const;
