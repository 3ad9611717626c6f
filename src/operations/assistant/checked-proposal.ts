/**
 * What is left of a proposal once it was held against what there is. Whoever proposes may be wrong about who asks, which
 * jobs and objects there are, what has to be confirmed, and about what it says it does: all of that is told anew.
 */
import type { AskableObject } from '../../assistant/assistant.ts';
import { cancelRuns } from '../../assistant/built-in/command/cancel-runs.ts';
import { commandTo } from '../../assistant/built-in/command/command-words.ts';
import { draftOf } from '../../assistant/built-in/command/draft-job.ts';
import { restateFilter } from '../../assistant/built-in/filter/restate.ts';
import { question, writeIntents } from '../../assistant/proposal.ts';
import type { Proposal } from '../../assistant/proposal.ts';
import { roleNeededFor } from '../../assistant/role-needed.ts';
import { checkFilter } from '../../domain/filter/check.ts';
import { parseFilter } from '../../domain/filter/parse.ts';
import { UserError, isTold } from '../../domain/errors.ts';
import { hubObjectNames } from '../../domain/hub-object.ts';
import { isAllowed } from '../../domain/role.ts';
import type { Role } from '../../domain/role.ts';
import { sourceQuery } from '../../engine/source-query.ts';
import { askCrm } from '../drafts/ask-crm.ts';
import { hubRecords } from '../drafts/outbound/hub-selection.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import type { Chat } from './chat-context.ts';

export interface Asking {
  readonly chat: Chat;
  /** IANA name of the person's zone. */
  readonly timezone: string;
  /** Of the choices of a question; null where nothing was asked back. */
  readonly chosen: string | null;
}

const maxChoices = 5;
/** What is started or switched by one button. */
const maxJobs = 20;
/** Nobody confirms them, and each reads the CRM. */
const maxDryRuns = 3;
/** A person waits for it. */
const checkWithinMs = 10_000;

export async function checkedProposal(
  deps: OperationDeps,
  context: OperationContext,
  proposal: Proposal,
  asking: Asking,
): Promise<Proposal> {
  switch (proposal.kind) {
    case 'command':
      return checkedCommand(context.role, proposal, asking);
    case 'filter':
      return await checkedFilter(deps, context, proposal, asking);
    case 'job draft':
      return await checkedDraft(deps, context, proposal, asking);
    case 'question':
      return { ...proposal, choices: [...new Set(proposal.choices)].filter((each) => each.trim() !== '') };
    case 'answer':
    case 'mapping':
    case 'formula':
      break;
  }
  return proposal;
}

type Of<Kind extends Proposal['kind']> = Extract<Proposal, { kind: Kind }>;

function checkedCommand(
  role: Role,
  { intent, jobs: names, schedule }: Of<'command'>,
  { chat, timezone, chosen }: Asking,
): Proposal {
  const needed = roleNeededFor(intent);
  if (needed !== null && !isAllowed(role, needed)) return missing(needed, role);
  const known = chat.context.jobs;
  const jobs = known.filter(({ name }) => names.includes(name));
  const isWrite = writeIntents.some((each) => each === intent);
  const needsJob = isWrite || intent === 'dryrun';
  if (names.some((name) => !jobs.some((job) => job.name === name)) || (needsJob && jobs.length === 0)) {
    return question(
      known.length === 0 ? 'There are no jobs yet.' : 'Which job do you mean?',
      known.slice(0, maxChoices).map(({ name }) => name),
    );
  }
  const most = intent === 'dryrun' ? maxDryRuns : isWrite ? maxJobs : Infinity;
  if (jobs.length > most) {
    return question(
      `These are ${jobs.length} jobs, and I do at most ${most} at once. Which of them do you mean?`,
    );
  }
  if (intent === 'cancel') {
    return cancelRuns(jobs, { timezone, ...(chosen === null ? {} : { chosen }) });
  }
  return commandTo(intent, jobs, intent === 'edit-schedule' ? schedule : null, timezone);
}

async function checkedFilter(
  deps: OperationDeps,
  context: OperationContext,
  proposal: Of<'filter'>,
  { chat, timezone }: Asking,
): Promise<Proposal> {
  const found = objectOf(chat, proposal.connector, proposal.object);
  if (found === null) return whichObject();
  const connection = chat.connections.find(({ connector }) => connector === found.connector)?.id ?? null;
  const words = await inWords(deps, context, { found, connection, filter: proposal.filter, timezone });
  return typeof words === 'string' ? { ...proposal, words } : words;
}

async function checkedDraft(
  deps: OperationDeps,
  context: OperationContext,
  proposal: Of<'job draft'>,
  { chat, timezone, chosen }: Asking,
): Promise<Proposal> {
  if (!isAllowed(context.role, 'admin')) return missing('admin', context.role);
  const { connector, direction, hub, schedule } = proposal;
  const names = chat.connections.filter((each) => each.connector === connector).map(({ name }) => name);
  const [only] = names;
  if (only === undefined) {
    return question(
      'There is no connection to that CRM yet. An admin connects it first: /crosswalk help says how.',
    );
  }
  const wanted = [chosen, proposal.connection].find((name) => name !== null && names.includes(name));
  const name = names.length === 1 ? only : wanted;
  if (name === undefined || name === null) return question(`Which connection: ${names.join(' or ')}?`, names);
  const crm = objectOf(chat, connector, proposal.object);
  const read = direction === 'inbound' ? crm : objectOf(chat, 'hub', hub);
  if (crm === null || read === null) return whichObject();
  const isOutbound = direction === 'outbound';
  const connection = isOutbound ? null : (chat.connections.find((each) => each.name === name)?.id ?? null);
  const filter = proposal.filter === '' ? null : proposal.filter;
  const words =
    filter === null ? null : await inWords(deps, context, { found: read, connection, filter, timezone });
  if (words !== null && typeof words !== 'string') return words;
  const told =
    filter === null || words === null
      ? null
      : ({
          kind: 'filter',
          filter,
          words,
          connector: read.connector,
          object: read.schema.object.name,
        } as const);
  const where = { ...chat.context, turns: [], now: context.now, timezone };
  const draft = draftOf({ isOutbound, chosen: crm, hub, filter: told, schedule, context: where });
  return draft.kind === 'job draft' ? { ...draft, connection: name } : draft;
}

interface Written {
  readonly found: AskableObject;
  /** null: the hub. */
  readonly connection: string | null;
  readonly filter: string;
  readonly timezone: string;
}

/** What a filter says, by the filter itself; a question where the object or its owner does not take it. */
async function inWords(
  deps: OperationDeps,
  context: OperationContext,
  { found, connection, filter, timezone }: Written,
): Promise<string | Proposal> {
  const { name } = found.schema.object;
  try {
    const parsed = parseFilter(filter);
    if (parsed === null) throw new UserError('It is empty.', { code: 'empty_filter' });
    const object = hubObjectNames.find((each) => each === name);
    if (connection === null && object !== undefined) {
      const { schema, selection } = await hubRecords(deps, context, { object, filter });
      selection({ timezone });
      return restateFilter(checkFilter(parsed, schema), schema);
    }
    if (connection === null) return whichObject();
    return await askCrm(
      deps,
      connection,
      async (client) => {
        const { schema, filter: checked } = await sourceQuery(client, { object: name, filter }, []);
        return checked === null ? '' : restateFilter(checked, schema);
      },
      checkWithinMs,
    );
  } catch (error) {
    if (!isTold(error)) throw error;
    return question(`The filter that came of it cannot be used. ${error.message}`);
  }
}

function objectOf({ context }: Chat, connector: string | null, name: string | null): AskableObject | null {
  const wanted = name?.toLowerCase();
  const found = context.objects.find(
    (each) => each.connector === connector && each.schema.object.name.toLowerCase() === wanted,
  );
  return found ?? null;
}

const whichObject = (): Proposal => question('Of which object? Say for example "Salesforce accounts".');

function missing(needs: Role, role: Role): Proposal {
  const text = `For that you need the role ${needs}; you are ${role}. An admin can grant it.`;
  return { kind: 'answer', topic: 'refused', needs, text };
}
