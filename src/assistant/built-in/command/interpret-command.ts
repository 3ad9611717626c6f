import { excerpt, oneOf } from '../../../domain/filter/filter-error.ts';
import { nearestNames } from '../../../domain/nearest.ts';
import { isAllowed } from '../../../domain/role.ts';
import type { ChatContext, JobSummary } from '../../assistant.ts';
import { roleNeededFor } from '../../role-needed.ts';
import { question, type CommandIntent, type Proposal } from '../../proposal.ts';
import { maxAskLength, maxChoices } from '../limits.ts';
import { commandFillers, type Wish } from '../vocabulary/intents.ts';
import { readSchedule, type SaidSchedule } from '../words/schedules.ts';
import { readTokens, type Token } from '../words/tokens.ts';
import { answerCount, answerHelp, answerWhere, refuse } from './answers.ts';
import { cancelRuns } from './cancel-runs.ts';
import { commandOf, isWrite } from './command-words.ts';
import { draftJob } from './draft-job.ts';
import { findConnectors, findObjects } from './find-objects.ts';
import { findJobs, type JobMentions } from './job-mentions.ts';
import { proposeFilter } from './propose-filter.ts';
import { asksHowMany, everyWords, refersBack, speaksOfAll } from './spoken-of.ts';
import { findWishes, type Wishes } from './wishes.ts';

/** What a message asks for. Nothing is done by it: every write is only proposed, within the person's role. */
export function interpretCommand(text: string, context: ChatContext): Proposal {
  if (text.length > maxAskLength) {
    return question(`That is more than ${maxAskLength} characters. What may I do, in a sentence?`);
  }
  const tokens = readTokens(text);
  const mentions = findJobs(tokens, context.jobs);
  const wishes = findWishes(tokens, mentions.used);
  const schedule = scheduleBeside(tokens, mentions.used);
  const ask: Ask = { text, tokens, mentions, wishes, schedule, context };
  return propose(intentOf(ask) ?? (chosenJob(context) === null ? null : 'status'), ask);
}

/** What was said of when, by words that name no job. */
function scheduleBeside(tokens: readonly Token[], named: ReadonlySet<number>): SaidSchedule | null {
  const places = tokens.flatMap((_, at) => (named.has(at) ? [] : [at]));
  const said = readSchedule(places.flatMap((at) => tokens[at] ?? []));
  if (said === null) return null;
  return { ...said, used: new Set([...said.used].flatMap((index) => places[index] ?? [])) };
}

interface Ask {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly mentions: JobMentions;
  readonly wishes: Wishes;
  readonly schedule: SaidSchedule | null;
  readonly context: ChatContext;
}

type Intent =
  CommandIntent | 'create-draft' | 'filter' | 'mapping' | 'formula' | 'help' | 'count' | 'forbidden' | null;

// ---- what is asked for ----

/** From the most to the least telling; where two are asked for alike, the first is meant. */
const commands = [
  'dryrun',
  'fullsync',
  'why-failed',
  'download',
  'history',
  'disable',
  'enable',
  'status',
  'run',
  'list',
] as const satisfies readonly (CommandIntent & Wish)[];

function intentOf(ask: Ask): Intent {
  const { wishes, mentions } = ask;
  const of = (wish: Wish): number => wishes.strength.get(wish) ?? 0;
  const hasJob = mentions.jobs.length > 0 || mentions.ambiguous.length > 0;
  if (of('forbidden') > 0 && !isOnlyQuoted(ask)) return 'forbidden';
  if (of('formula') > 0) return 'formula';
  if (of('mapping') > 0 && of('create') === 0) return 'mapping';
  if (of('filter') > 0 && of('create') + of('import') < 5.5) return 'filter';
  if (isDraft(ask)) return 'create-draft';
  if (isReschedule(ask, hasJob)) return 'edit-schedule';
  if (isCount(ask)) return 'count';
  const isNoList = hasJob || isToAll(ask);
  const strongest = commands
    .map((wish) => ({ wish, strength: of(wish) + (wish === 'list' && isNoList ? -5 : 0) }))
    .toSorted((a, b) => b.strength - a.strength)[0];
  if (of('cancel') > (strongest?.strength ?? 0)) return 'cancel';
  if (strongest !== undefined && strongest.strength > of('help') && strongest.strength > 0)
    return strongest.wish;
  if (of('help') > 0 && !hasJob) return 'help';
  return followedUp(ask, hasJob);
}

/** `how many accounts are red`; what a job has read, or why it failed, its runs tell. */
function isCount({ tokens, mentions, wishes }: Ask): boolean {
  const isOfRuns = (['why-failed', 'history', 'list'] as const).some((wish) => wishes.strength.has(wish));
  const isOfJob = mentions.jobs.length > 0 && tokens.some(({ text }) => text === 'records');
  return asksHowMany(tokens) && !isOfRuns && !isOfJob;
}

const doneToJobs: ReadonlySet<Wish> = new Set<Wish>(['run', 'fullsync', 'dryrun', 'disable', 'enable']);

/** `run all jobs`: what is done to them was said before, and they are not to be listed. */
function isToAll({ tokens, wishes }: Ask): boolean {
  return tokens.some((_, at) => {
    if (wishes.used.get(at) !== 'list') return false;
    let before = at - 1;
    while (['of', 'for', 'please', 'now', 'on'].includes(tokens[before]?.text ?? '')) before--;
    const wish = wishes.used.get(before);
    return wish !== undefined && doneToJobs.has(wish);
  });
}

/** `"delete" is the name of a job` asks for nothing. */
function isOnlyQuoted({ tokens, wishes }: Ask): boolean {
  return [...wishes.used].every(([at, wish]) => wish !== 'forbidden' || tokens[at]?.kind === 'quoted');
}

function isDraft(ask: Ask): boolean {
  const { wishes, mentions, schedule, tokens, context } = ask;
  const of = (wish: Wish): number => wishes.strength.get(wish) ?? 0;
  const objects = findObjects(tokens, context.objects);
  const isNamed = mentions.jobs.length > 0;
  const isJobNoun = tokens.some(({ text }) =>
    ['job', 'integration', 'import', 'export', 'sync'].includes(text),
  );
  if (
    of('why-failed') > 0 ||
    of('history') > 0 ||
    // "import active contacts": what they are, and not what is done with a job.
    ((of('disable') > 0 || of('enable') > 0) && !beginsWithImport(ask)) ||
    of('download') > 0
  )
    return false;
  if (objects.length === 0) return of('create') > 0 && isJobNoun && !isNamed && of('run') === 0;
  if (of('create') > 0 && (isJobNoun || schedule !== null || findConnectors(tokens, context).length > 0))
    return of('fullsync') < 5 || isJobNoun;
  if (objects.length === 0 || (of('import') === 0 && of('export') === 0)) return false;
  const saysWhere = findConnectors(tokens, context).length > 0 || schedule !== null || isJobNoun;
  // "send me the file", "run the import": of what is there already.
  const isNew = !isWholeName(isNamed, ask) || beginsWithImport(ask);
  return saysWhere && isNew && of('run') <= of('import') + of('export');
}

const importVerbs = new Set(['import', 'bring', 'export', 'send', 'push']);

/** `import partner accounts from dynamics nightly` is a new job, even where one is called "Accounts from Dynamics". */
function beginsWithImport({ tokens, schedule }: Ask): boolean {
  const verb = tokens.find(
    ({ text }) => !['please', 'can', 'could', 'you', 'we', 'i', 'want', 'to'].includes(text),
  );
  return schedule !== null && verb !== undefined && importVerbs.has(verb.text);
}

/** A job that is called by its whole name is spoken of, and not a new one. */
function isWholeName(isNamed: boolean, { mentions, tokens }: Ask): boolean {
  if (!isNamed) return false;
  const words = tokens.filter((_, at) => mentions.used.has(at)).length;
  return mentions.jobs.some(({ name }) => name.split(/\s+/).length > 1 && words >= name.split(/\s+/).length);
}

function isReschedule({ wishes, schedule, tokens, context }: Ask, hasJob: boolean): boolean {
  if (schedule === null) return false;
  const of = (wish: Wish): number => wishes.strength.get(wish) ?? 0;
  const isTold =
    of('why-failed') > 0 ||
    of('history') > 0 ||
    of('download') > 0 ||
    of('dryrun') > 0 ||
    of('status') > of('reschedule') + 1;
  if (isTold || (of('fullsync') >= 5 && of('reschedule') === 0)) return false;
  if (!hasJob && !(context.turns.length > 0 && (refersBack(tokens) || of('reschedule') > 0))) return false;
  // "did it run at 5" is no wish; a time or cadence beside a job is.
  return true;
}

/** `what about open deals?`: what was asked before, of another job. */
function followedUp({ context, tokens }: Ask, hasJob: boolean): Intent {
  const last = context.turns.at(-1);
  if (last === undefined || !(hasJob || refersBack(tokens))) return null;
  return commands.find((intent) => intent === last.intent) ?? null;
}

// ---- what is proposed ----

function propose(intent: Intent, ask: Ask): Proposal {
  const { context, wishes } = ask;
  if (intent === null) {
    return question(
      'What may I do? For example: run a job, show its history, say why it failed, or write a filter.',
      choicesOf(context.jobs),
    );
  }
  const needed = roleNeededFor(intent);
  if (needed !== null && !isAllowed(context.role, needed)) return refuse(intent, needed, context.role);
  switch (intent) {
    case 'help':
      return answerHelp();
    case 'count':
      return answerCount(context.role);
    case 'forbidden':
      return refuse(intent, 'admin', context.role);
    case 'mapping':
    case 'formula':
      return answerWhere(intent);
    case 'filter':
      return proposeFilter(ask.text, ask.tokens, wishes, context);
    case 'create-draft':
      // Of a new job, names of others say when and what like any other word.
      return draftJob(ask.text, ask.tokens, wishes, readSchedule(ask.tokens), context);
    case 'run':
    case 'fullsync':
    case 'dryrun':
    case 'cancel':
    case 'disable':
    case 'enable':
    case 'history':
    case 'why-failed':
    case 'status':
    case 'list':
    case 'download':
    case 'edit-schedule':
      break;
  }
  return proposeCommand(intent, ask);
}

function proposeCommand(intent: CommandIntent, ask: Ask): Proposal {
  if (isDenied(intent, ask)) {
    return question(
      'Should nothing be done, or should the job be disabled?',
      ask.mentions.jobs.map(({ name }) => name),
    );
  }
  const jobs = jobsOf(intent, ask);
  if ('kind' in jobs) return jobs;
  if (intent === 'cancel') return cancelRuns(jobs, ask.context);
  return commandOf(intent, jobs, ask.schedule, ask.context.timezone);
}

/** `don't run contacts`. */
function isDenied(intent: CommandIntent, { tokens, wishes }: Ask): boolean {
  if (!isWrite(intent) && intent !== 'dryrun') return false;
  return tokens.some(({ text }, at) => {
    if (text !== 'not' && text !== 'never') return false;
    const next = [at + 1, at + 2].map((place) => wishes.used.get(place));
    return next.includes(intent as Wish) || (intent === 'run' && next.includes('run'));
  });
}

const overall = new Set<CommandIntent>(['list', 'why-failed', 'status', 'history']);
/** The one that was chosen where the text could mean several. */
function chosenJob({ jobs, chosen }: ChatContext): JobSummary | null {
  return jobs.find(({ name }) => name === chosen) ?? null;
}

/** The jobs that are meant, or the question which. */
function jobsOf(intent: CommandIntent, ask: Ask): JobSummary[] | Proposal {
  const { mentions, context, tokens } = ask;
  if (intent === 'list') return [];
  const chosen = chosenJob(context);
  if (chosen !== null) return [chosen];
  const [unclear] = mentions.ambiguous;
  if (unclear !== undefined && mentions.jobs.length === 0) return whichOf(unclear);
  if (mentions.isEither) return whichOf(mentions.jobs);
  if (mentions.jobs.length > 0)
    return unclear === undefined ? [...mentions.jobs] : whichOf([...mentions.jobs, ...unclear]);
  const unknown = unknownWords(ask);
  const last = context.turns.findLast(({ jobs }) => jobs.length > 0);
  const before = context.jobs.filter(({ name }) => last?.jobs.includes(name) === true);
  if (unknown.length > 0 && !(before.length > 0 && refersBack(tokens))) {
    if (overall.has(intent) && intent === 'why-failed' && before.length === 0)
      return failedWith(unknown, ask) ?? noSuchJob(unknown, context.jobs);
    return noSuchJob(unknown, context.jobs);
  }
  const isBack = before.length > 0 && refersBack(tokens);
  const isOfAll = speaksOfAll(tokens, mentions.used);
  if (overall.has(intent) && isOfAll && !isBack) return [];
  if (meansAll(ask) && !isBack && (isWrite(intent) || intent === 'dryrun') && intent !== 'edit-schedule')
    return [...context.jobs];
  if (before.length > 0) return before;
  if (overall.has(intent) && intent !== 'history' && !refersBack(tokens)) return [];
  return intent === 'cancel' ? whichRun(context.jobs) : whichOf(context.jobs);
}

/** Only of jobs that have a run one can be cancelled. */
function whichRun(jobs: readonly JobSummary[]): Proposal {
  const active = jobs.filter(({ isActive }) => isActive);
  return active.length === 0 ? question('No job has a run going on.') : whichOf(active);
}

/** `run everything`, `disable all jobs`. */
function meansAll({ tokens, wishes }: Ask): boolean {
  return tokens.some(({ text }, at) => {
    const wish = wishes.used.get(at);
    const isFree = wish === undefined || wish === 'list' || text === 'everything' || text === 'alles';
    return everyWords.has(text) && isFree;
  });
}

/** `what does UNABLE_TO_LOCK_ROW mean`: of the jobs that ended with it. */
function failedWith(words: readonly string[], { context, text }: Ask): JobSummary[] | null {
  const asked = text.toLowerCase();
  const found = context.jobs.filter(
    ({ last }) =>
      typeof last?.error === 'string' && last.error !== '' && asked.includes(last.error.toLowerCase()),
  );
  return found.length > 0 && words.length > 0 ? found : null;
}

/** Words that must mean a job, and none that there is. */
function unknownWords({ tokens, wishes, mentions, schedule }: Ask): string[] {
  return tokens
    .filter(
      (token, at) =>
        (token.kind === 'word' || token.kind === 'quoted') &&
        !mentions.used.has(at) &&
        !wishes.used.has(at) &&
        schedule?.used.has(at) !== true &&
        !commandFillers.has(token.text) &&
        token.text.length > 2,
    )
    .map(({ text }) => text);
}

function whichOf(jobs: readonly JobSummary[]): Proposal {
  const choices = choicesOf(jobs);
  return question(
    choices.length === 0
      ? 'There is no job yet. Should one be created?'
      : `Which job do you mean: ${oneOf(choices)}?`,
    choices,
  );
}

function noSuchJob(words: readonly string[], jobs: readonly JobSummary[]): Proposal {
  const names = jobs.map(({ name }) => name);
  const near = nearestNames(words.join(' '), names, maxChoices);
  const choices = near.length > 0 ? near : names.slice(0, maxChoices);
  const hint = choices.length === 0 ? '' : ` There is ${oneOf(choices)}.`;
  return question(`I know no job "${excerpt(words.join(' '))}". Which one do you mean?${hint}`, choices);
}

const choicesOf = (jobs: readonly JobSummary[]): string[] =>
  jobs.slice(0, maxChoices).map(({ name }) => name);
