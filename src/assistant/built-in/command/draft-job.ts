import { defaultTarget } from '../../../domain/default-target.ts';
import { hubObjectNames, type HubObjectName } from '../../../domain/hub-object.ts';
import type { AskableObject, ChatContext } from '../../assistant.ts';
import { question, type Proposal, type ProposedSchedule } from '../../proposal.ts';
import { interpretConditions } from '../filter/interpret-filter.ts';
import { scheduleOf, type SaidSchedule } from '../words/schedules.ts';
import type { Token } from '../words/tokens.ts';
import { chooseObject } from './choose-object.ts';
import { scheduleInWords } from './command-words.ts';
import { findConnectors, findObjects, isNounOf } from './find-objects.ts';
import { withPreposition } from './propose-filter.ts';
import { withoutTokens } from './without-tokens.ts';
import type { Wishes } from './wishes.ts';

/** `bring in all open opportunities over 50k every morning`: a job that the wizard is filled in with. */
export function draftJob(
  text: string,
  tokens: readonly Token[],
  wishes: Wishes,
  said: SaidSchedule | null,
  context: ChatContext,
): Proposal {
  const connectors = findConnectors(tokens, context);
  const isOutbound = directionOf(tokens, wishes, connectors) === 'outbound';
  const crm = connectors.filter(({ connector }) => connector !== 'hub');
  const hubObjects = context.objects.filter(({ connector }) => connector === 'hub');
  const crmObjects = context.objects.filter(({ connector }) => connector !== 'hub');
  const hub = isOutbound ? hubNamed(tokens, hubObjects) : null;
  const chosen = isOutbound
    ? outboundObject(tokens, crm, crmObjects, hub, context)
    : chooseObject(tokens, crm, crmObjects, context);
  if ('kind' in chosen) return chosen;
  const source = isOutbound ? hubObjects.find(({ schema }) => schema.object.name === hub) : chosen;
  if (source === undefined || (isOutbound && hub === null)) {
    return question('Which records of the hub should be sent?', [...hubObjectNames]);
  }
  const hidden = hiddenTokens(
    tokens,
    wishes,
    said,
    connectors.map(({ at }) => at),
  );
  // "… to salesforce contacts" says where they go, and not which.
  const toAt = Math.max(-1, ...crm.map(({ at }) => at));
  tokens.forEach(({ text }, at) => {
    if (isOutbound && toAt >= 0 && at > toAt && isNounOf(text, chosen)) hidden.add(at);
  });
  const filter = interpretConditions(withoutTokens(text, tokens, hidden), source.schema, context);
  if (filter !== null && filter.kind !== 'filter') return filter;
  const schedule = said === null ? null : scheduleOf(said, null);
  return draftOf({
    isOutbound,
    chosen,
    hub: hub ?? defaultTarget(chosen.schema.object.name),
    filter,
    schedule,
    context,
  });
}

export interface DraftParts {
  readonly isOutbound: boolean;
  readonly chosen: AskableObject;
  readonly hub: HubObjectName;
  readonly filter: Extract<Proposal, { kind: 'filter' }> | null;
  readonly schedule: ProposedSchedule | null;
  readonly context: ChatContext;
}

/** A draft with what it would do in words. */
export function draftOf({ isOutbound, chosen, hub, filter, schedule, context }: DraftParts): Proposal {
  const { connector, schema } = chosen;
  const connections = context.connections.filter((each) => each.connector === connector);
  const [only] = connections;
  const when = schedule === null ? '' : `. ${scheduleInWords(schedule, context.timezone)}`;
  const which = filter === null ? '' : ` where ${filter.words}`;
  const words = isOutbound
    ? `Send ${hub} of the hub to ${schema.object.label}${which}${when}`
    : `Bring ${schema.object.labelPlural} into ${hub} of the hub${which}${when}`;
  return {
    kind: 'job draft',
    direction: isOutbound ? 'outbound' : 'inbound',
    connector,
    connection: connections.length === 1 ? (only?.name ?? null) : null,
    object: schema.object.name,
    hub,
    filter: filter?.filter ?? null,
    schedule,
    words,
  };
}

/** To the CRM, or from it; where nothing says so, into the hub. */
function directionOf(
  tokens: readonly Token[],
  { strength }: Wishes,
  connectors: readonly { readonly connector: string; readonly at: number }[],
): 'inbound' | 'outbound' {
  const toCrm = connectors.some(({ connector, at }) => {
    const before = [tokens[at - 1]?.text, tokens[at - 2]?.text];
    return (
      connector !== 'hub' && (before.includes('to') || before.includes('into') || before.includes('nach'))
    );
  });
  const toHub = connectors.some(
    ({ connector, at }) =>
      connector === 'hub' &&
      [tokens[at - 1]?.text, tokens[at - 2]?.text].some(
        (word) => word === 'to' || word === 'into' || word === 'in',
      ),
  );
  const saysExport = (strength.get('export') ?? 0) > (strength.get('import') ?? 0);
  return !toHub && (toCrm || saysExport) ? 'outbound' : 'inbound';
}

function hubNamed(tokens: readonly Token[], hubObjects: readonly AskableObject[]): HubObjectName | null {
  const [first] = findObjects(tokens, hubObjects).toSorted((a, b) => a.at - b.at);
  return hubObjectNames.find((name) => name === first?.schema.object.name) ?? null;
}

/** `send hub users to dynamics contacts`: named after the CRM, or else what usually becomes of the hub's object. */
function outboundObject(
  tokens: readonly Token[],
  connectors: Parameters<typeof chooseObject>[1],
  objects: readonly AskableObject[],
  hub: HubObjectName | null,
  context: ChatContext,
): AskableObject | Proposal {
  const at = Math.max(-1, ...connectors.map((each) => each.at));
  const named = at < 0 ? [] : tokens.slice(at + 1);
  const said = new Set(connectors.map(({ connector }) => connector));
  const pool = objects.filter(({ connector }) => said.size === 0 || said.has(connector));
  const [after] = findObjects(named, pool).toSorted((a, b) => a.at - b.at);
  if (after !== undefined) return after;
  const usual = pool.filter(
    ({ schema }) => hub !== null && defaultTarget(schema.object.name) === hub && hub !== 'collections',
  );
  const [only] = usual;
  if (usual.length === 1 && only !== undefined) return only;
  return chooseObject(tokens, connectors, pool, context);
}

const jobWords = new Set([
  'job',
  'trabajo',
  'tarea',
  'tache',
  'integracion',
  'runs',
  'running',
  'scheduled',
  'jobs',
  'integration',
  'import',
  'imports',
  'export',
  'sync',
  'draft',
  'called',
  'into',
  'hub',
  'the',
  'a',
  'an',
  'that',
  'new',
  ':',
  'us',
  'me',
]);
const wishWords = new Set([
  'create',
  'import',
  'export',
  'run',
  'reschedule',
  'list',
  'help',
  'fullsync',
  'status',
]);

/** What says that a job is wanted, where and when, and not which records. */
function hiddenTokens(
  tokens: readonly Token[],
  { used }: Wishes,
  said: SaidSchedule | null,
  connectors: readonly number[],
): Set<number> {
  const hidden = new Set<number>([
    ...(said?.used ?? []),
    ...connectors.flatMap((at) => withPreposition(tokens, at)),
  ]);
  for (const [at, wish] of used) {
    // "new" and "open" say which records, too: only where nothing but the job is meant.
    if (wishWords.has(wish) && !(tokens[at]?.text === 'new' && !jobWords.has(tokens[at + 1]?.text ?? '')))
      hidden.add(at);
  }
  tokens.forEach(({ text }, at) => {
    if (jobWords.has(text) && text !== 'new') hidden.add(at);
  });
  return hidden;
}
