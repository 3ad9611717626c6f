/**
 * What the assistant makes of a text: something for a person to look at. Nothing happens by it; whoever shows it asks
 * for the confirmation and calls an operation, which checks once more.
 */
import { z } from 'zod';
import { roles } from '../domain/role.ts';
import { attributeTypes, hubObjectNames } from '../domain/hub-object.ts';
import { weekdays } from '../domain/job.ts';

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** A cadence whose minute may be left to whoever fills in the rest. */
export const proposedScheduleSchema = z.discriminatedUnion('run', [
  z.object({ run: z.literal('once') }),
  z.object({ run: z.literal('minutes'), every: z.int().min(1).max(1_440) }),
  z.object({ run: z.literal('hourly'), minute: z.int().min(0).max(59) }),
  z.object({ run: z.literal('daily'), at: time }),
  z.object({ run: z.literal('workdays'), at: time }),
  z.object({ run: z.literal('weekly'), on: z.array(z.enum(weekdays)).min(1), at: time }),
  z.object({ run: z.literal('monthly'), day: z.int().min(1).max(31), at: time }),
]);

/** Commands that change nothing, and those that a person has to confirm. */
export const readIntents = ['dryrun', 'history', 'why-failed', 'status', 'list', 'download'] as const;
export const writeIntents = ['run', 'fullsync', 'cancel', 'disable', 'enable', 'edit-schedule'] as const;

export const filterProposalSchema = z.object({
  kind: z.literal('filter'),
  /** Checked against the schema, in its own letter case. */
  filter: z.string(),
  /** The filter said again in words, from the filter and not from what was asked. */
  words: z.string(),
  /** Where it was asked for in chat: of which object. */
  connector: z.string().nullable(),
  object: z.string().nullable(),
});

export const mappingProposalSchema = z.object({
  kind: z.literal('mapping'),
  pairs: z.array(
    z.object({
      source: z.string(),
      /** null = skip. */
      target: z.string().nullable(),
      isNew: z.boolean(),
      type: z.enum(attributeTypes).nullable(),
      confidence: z.number().min(0).max(1),
      /** As a sentence. */
      reason: z.string(),
    }),
  ),
});

export const formulaProposalSchema = z.object({ kind: z.literal('formula'), formula: z.string() });

export const jobDraftProposalSchema = z.object({
  kind: z.literal('job draft'),
  direction: z.enum(['inbound', 'outbound']),
  connector: z.string(),
  /** Where the org has one connection of that kind, or one was named. */
  connection: z.string().nullable(),
  object: z.string(),
  hub: z.enum(hubObjectNames),
  filter: z.string().nullable(),
  schedule: proposedScheduleSchema.nullable(),
  words: z.string(),
});

export const commandProposalSchema = z.object({
  kind: z.literal('command'),
  intent: z.enum([...readIntents, ...writeIntents]),
  /** Names of jobs, to the letter. */
  jobs: z.array(z.string()),
  /** Whether a button stands between the ask and the act. */
  confirm: z.boolean(),
  schedule: proposedScheduleSchema.nullable(),
  words: z.string(),
});

export const answerProposalSchema = z.object({
  kind: z.literal('answer'),
  /** `explanation`: words of a model, which nothing vouches for. */
  topic: z.enum(['help', 'refused', 'mapping', 'formula', 'explanation']),
  /** Where the role is missing. */
  needs: z.enum(roles).nullable(),
  text: z.string(),
});

export const questionProposalSchema = z.object({
  kind: z.literal('question'),
  text: z.string(),
  /** Any of them takes the place of `about` when it is asked again. */
  choices: z.array(z.string()),
  /** The words that are not clear, as they were written; null where it is about all of them. */
  about: z.string().nullable(),
});

export const proposalSchema = z.discriminatedUnion('kind', [
  filterProposalSchema,
  mappingProposalSchema,
  formulaProposalSchema,
  jobDraftProposalSchema,
  commandProposalSchema,
  answerProposalSchema,
  questionProposalSchema,
]);

export type Proposal = z.infer<typeof proposalSchema>;
export type ProposedSchedule = z.infer<typeof proposedScheduleSchema>;
export type CommandIntent = z.infer<typeof commandProposalSchema>['intent'];

export function question(
  text: string,
  choices: readonly string[] = [],
  about: string | null = null,
): Proposal {
  return { kind: 'question', text, choices: [...choices], about };
}
