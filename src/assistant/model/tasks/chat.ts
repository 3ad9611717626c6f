import { z } from 'zod';
import { UserError } from '../../../domain/errors.ts';
import { oneOf } from '../../../domain/filter/filter-error.ts';
import { hubObjectNames } from '../../../domain/hub-object.ts';
import { weekdays } from '../../../domain/job.ts';
import { nearestNames } from '../../../domain/nearest.ts';
import { isAllowed } from '../../../domain/role.ts';
import { answerHelp, answerWhere, refuse } from '../../built-in/command/answers.ts';
import { objectTitle } from '../../built-in/command/choose-object.ts';
import { commandTo } from '../../built-in/command/command-words.ts';
import { draftOf } from '../../built-in/command/draft-job.ts';
import { checkedFilter } from '../../built-in/filter/interpret-filter.ts';
import type { AskableObject, ChatContext, JobSummary } from '../../assistant.ts';
import {
  proposedScheduleSchema,
  readIntents,
  writeIntents,
  type Proposal,
  type ProposedSchedule,
} from '../../proposal.ts';
import { roleNeededFor } from '../../role-needed.ts';
import { maxAnswerTokens } from '../limits.ts';
import type { ModelTask } from '../prepare-task.ts';
import { askedBack, safeWords } from '../told-words.ts';
import { chatData } from './chat-data.ts';

const scheduleSchema = z.object({
  run: z.enum(['once', 'minutes', 'hourly', 'daily', 'workdays', 'weekly', 'monthly']),
  at: z.string().nullable(),
  on: z.array(z.enum(weekdays)).nullable(),
  every: z.number().nullable(),
  minute: z.number().nullable(),
  day: z.number().nullable(),
});

/** `kind` and `text` come first, so that the words of an answer can be shown as they come. */
const schema = z.object({
  kind: z.enum([
    'answer',
    'question',
    'command',
    'filter',
    'job draft',
    'help',
    'mapping',
    'formula',
    'refused',
  ]),
  text: z.string().nullable(),
  intent: z.enum([...readIntents, ...writeIntents]).nullable(),
  jobs: z.array(z.string()).nullable(),
  schedule: scheduleSchema.nullable(),
  connector: z.string().nullable(),
  object: z.string().nullable(),
  direction: z.enum(['inbound', 'outbound']).nullable(),
  hub: z.enum(hubObjectNames).nullable(),
  filter: z.string().nullable(),
  choices: z.array(z.string()).nullable(),
});
type Output = z.infer<typeof schema>;

export function chatTask(text: string, context: ChatContext): ModelTask<Output> {
  return {
    prompt: 'chat',
    schema,
    maxTokens: maxAnswerTokens,
    data: chatData(text, context),
    propose: (output) => propose(output, context),
  };
}

function propose(output: Output, context: ChatContext): Proposal {
  const { kind } = output;
  switch (kind) {
    case 'answer':
      return answered(output);
    case 'question':
      return clarified(output, context);
    case 'command':
      return command(output, context);
    case 'filter': {
      const object = objectOf(output, context);
      const proposal = filterOf(output, object);
      if (proposal === null) throw new UserError('The filter is empty. Ask a question instead.');
      return { ...proposal, connector: object.connector, object: object.schema.object.name };
    }
    case 'job draft':
      return draft(output, context);
    case 'help':
      return answerHelp();
    case 'mapping':
    case 'formula':
      return answerWhere(kind);
    case 'refused':
      break;
  }
  return refuse('forbidden', 'admin', context.role);
}

function answered({ text }: Output): Proposal {
  const words = safeWords(text ?? '');
  if (words === '') throw new UserError('An answer needs its words in "text".');
  return { kind: 'answer', topic: 'explanation', needs: null, text: words };
}

/** Only what there is may be chosen. */
function clarified({ text, choices }: Output, { jobs, objects, connections }: ChatContext): Proposal {
  // The model knows objects by their connector, people by their connection.
  const titles = new Map(
    objects.map((object) => [
      `${object.connector} ${object.schema.object.label}`,
      objectTitle(object, connections),
    ]),
  );
  const known = new Set([...jobs.map(({ name }) => name), ...titles.values()]);
  const meant = (choices ?? []).map((choice) => titles.get(choice) ?? choice);
  const asked = askedBack(text, meant, (choice) => known.has(choice));
  if (asked === null) throw new UserError('A question needs its words in "text".');
  return asked;
}

/** Role and button are not the model's to decide. */
function command({ intent, jobs: names, schedule }: Output, context: ChatContext): Proposal {
  if (intent === null)
    throw new UserError(`A command needs an intent: ${oneOf([...readIntents, ...writeIntents])}.`);
  const refused = refusedFor(intent, context);
  if (refused !== null) return refused;
  const jobs = [...new Set((names ?? []).map((name) => jobOf(name, context)))];
  const needsJob = !['list', 'status', 'why-failed', 'history'].includes(intent);
  if (needsJob && jobs.length === 0) {
    throw new UserError(`${intent} needs names in "jobs". Where none is clear, ask a question.`);
  }
  return commandTo(intent, intent === 'list' ? [] : jobs, scheduleOf(schedule), context.timezone);
}

function refusedFor(intent: string, { role }: ChatContext): Proposal | null {
  const needed = roleNeededFor(intent);
  return needed === null || isAllowed(role, needed) ? null : refuse(intent, needed, role);
}

function jobOf(name: string, { jobs }: ChatContext): JobSummary {
  const found =
    jobs.find((job) => job.name === name) ??
    jobs.find((job) => job.name.toLowerCase() === name.trim().toLowerCase());
  if (found !== undefined) return found;
  const near = nearestNames(
    name,
    jobs.map((job) => job.name),
  );
  const hint = near.length === 0 ? '' : ` There is ${oneOf(near)}.`;
  throw new UserError(`There is no job "${name}".${hint} Where none is meant for sure, ask a question.`);
}

function draft(output: Output, context: ChatContext): Proposal {
  const refused = refusedFor('create-draft', context);
  if (refused !== null) return refused;
  const { direction, hub, schedule } = output;
  if (direction === null || hub === null) throw new UserError('A job draft needs "direction" and "hub".');
  const chosen = objectOf(output, context);
  if (chosen.connector === 'hub')
    throw new UserError('"connector" and "object" of a job draft are those of the CRM.');
  const isOutbound = direction === 'outbound';
  const source = isOutbound
    ? context.objects.find(({ connector, schema: { object } }) => connector === 'hub' && object.name === hub)
    : chosen;
  if (source === undefined) throw new UserError(`The hub has no ${hub} to send from.`);
  return draftOf({
    isOutbound,
    chosen,
    hub,
    filter: output.filter === null ? null : filterOf(output, source),
    schedule: scheduleOf(schedule),
    context,
  });
}

const filterOf = ({ filter }: Output, { schema }: AskableObject): ReturnType<typeof checkedFilter> =>
  checkedFilter(filter ?? '', schema);

const isSame = (a: string, b: string | null): boolean => a.toLowerCase() === b?.toLowerCase();

function objectOf({ connector, object }: Output, { objects }: ChatContext): AskableObject {
  const found = objects.find(
    (each) => isSame(each.connector, connector) && isSame(each.schema.object.name, object),
  );
  if (found !== undefined) return found;
  const names = objects
    .filter((each) => isSame(each.connector, connector))
    .map(({ schema }) => schema.object.name);
  const near = nearestNames(object ?? '', names);
  const hint = near.length === 0 ? '' : ` There is ${oneOf(near)}.`;
  throw new UserError(`${connector ?? 'No connector'} has no object "${object ?? ''}".${hint}`);
}

/** @throws UserError where parts are missing or impossible */
function scheduleOf(schedule: z.infer<typeof scheduleSchema> | null): ProposedSchedule | null {
  if (schedule === null) return null;
  const given = Object.fromEntries(Object.entries(schedule).filter(([, value]) => value !== null));
  const read = proposedScheduleSchema.safeParse({
    ...given,
    ...(schedule.run === 'hourly' && schedule.minute === null ? { minute: 0 } : {}),
  });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UserError(`The schedule is not right: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}
