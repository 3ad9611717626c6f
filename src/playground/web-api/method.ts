import { z } from 'zod';
import { problemTexts } from '../blocks/problem-text.ts';
import type { TokenOwner } from '../oauth/tokens.ts';
import type { Platform, Slack } from '../slack.ts';
import { ApiError } from './api-error.ts';

/** Calls a minute, as Slack's tiers have them; tests may rely on no more than these. */
export const tiers = { one: 1, two: 20, three: 50, four: 100 } as const;

interface Common {
  /** Any one of them suffices; empty where none is needed. */
  readonly scopes: readonly string[];
  readonly perMinute: number;
  /** So many at once are let through. */
  readonly burst: number;
  /** What is limited apart from the rest: a channel. Empty where the method is limited as a whole. */
  rateKey(args: RawArgs): string;
}

/** Works in the workspace that the token is of. */
export interface WorkspaceMethod extends Common {
  /** `any`: a person's, too. */
  readonly token: 'bot' | 'any';
  run(slack: Slack, args: RawArgs, caller: TokenOwner): Answer | Promise<Answer>;
}

/** Is about the app itself. */
export interface PlatformMethod extends Common {
  /** `none`: the app says who it is by its client id and secret. */
  readonly token: 'app' | 'none';
  run(platform: Platform, args: RawArgs): Answer | Promise<Answer>;
}

export type Method = WorkspaceMethod | PlatformMethod;
export type RawArgs = Readonly<Record<string, unknown>>;
export type Answer = Readonly<Record<string, unknown>>;
export type Methods = Readonly<Record<string, Method>>;

interface CommonInput<Shape extends z.ZodRawShape> {
  readonly scopes?: readonly string[];
  readonly perMinute?: number;
  /** Default: as many as in a minute. */
  readonly burst?: number;
  readonly rateKey?: (args: RawArgs) => string;
  readonly args?: Shape;
}

type Args<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;

interface MethodInput<Shape extends z.ZodRawShape> extends CommonInput<Shape> {
  readonly token?: WorkspaceMethod['token'];
  readonly run: (slack: Slack, args: Args<Shape>, caller: TokenOwner) => Answer | Promise<Answer>;
}

interface PlatformMethodInput<Shape extends z.ZodRawShape> extends CommonInput<Shape> {
  readonly token: PlatformMethod['token'];
  readonly run: (platform: Platform, args: Args<Shape>) => Answer | Promise<Answer>;
}

export function method<Shape extends z.ZodRawShape>(input: MethodInput<Shape>): Method {
  const read = reader(input.args);
  return {
    ...commonOf(input),
    token: input.token ?? 'bot',
    run: (slack, args, caller) => input.run(slack, read(args), caller),
  };
}

export function platformMethod<Shape extends z.ZodRawShape>(input: PlatformMethodInput<Shape>): Method {
  const read = reader(input.args);
  return {
    ...commonOf(input),
    token: input.token,
    run: (platform, args) => input.run(platform, read(args)),
  };
}

function commonOf<Shape extends z.ZodRawShape>(input: CommonInput<Shape>): Common {
  const { perMinute = tiers.three } = input;
  return {
    scopes: input.scopes ?? [],
    perMinute,
    burst: input.burst ?? perMinute,
    rateKey: input.rateKey ?? (() => ''),
  };
}

function reader<Shape extends z.ZodRawShape>(args: Shape | undefined): (given: RawArgs) => Args<Shape> {
  const shape = z.object(args ?? ({} as Shape));
  return (given) => {
    const parsed = shape.safeParse(given, { reportInput: true });
    if (!parsed.success) throw new ApiError('invalid_arguments', problemTexts(parsed.error.issues, ''));
    return parsed.data;
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
