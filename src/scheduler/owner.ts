/** Who executes a run, as text in its row, and whether that process still lives. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

interface Owner {
  readonly host: string;
  /** Tells machines, and containers on one, apart that have one host name: process ids mean nothing between them. */
  readonly place: string;
  readonly pid: number;
  /** When the process began, in the kernel's count; empty where the system does not say. */
  readonly started: string;
  /** Tells two schedulers in one process apart. */
  readonly instance: string;
}

/** A name for one scheduler in this process; every call gives another. */
export function newOwner(): string {
  const { pid } = process;
  return nameOf({
    host: hostname(),
    place: placeOfThisProcess(),
    pid,
    started: startOf(pid) ?? '',
    instance: randomBytes(4).toString('hex'),
  });
}

/**
 * What there is to be seen of a process: on this machine the process itself is looked at. `out of sight`: it is elsewhere,
 * or the system does not say enough to know it again.
 */
export function lookAtOwner(name: string): 'alive' | 'gone' | 'out of sight' {
  const owner = parseName(name);
  if (owner === null || owner.host !== hostname() || owner.place !== placeOfThisProcess())
    return 'out of sight';
  if (!isProcess(owner.pid)) return 'gone';
  // A process id is given to another process one day.
  const started = startOf(owner.pid);
  if (started === null || owner.started === '') return 'out of sight';
  return started === owner.started ? 'alive' : 'gone';
}

/** Whether it is a scheduler of the process that asks. */
export function isThisProcess(name: string): boolean {
  const owner = parseName(name);
  if (owner === null || owner.pid !== process.pid) return false;
  return owner.host === hostname() && owner.place === placeOfThisProcess();
}

/** For people: `process 4242 on worker-1`. */
export function describeOwner(name: string): string {
  const owner = parseName(name);
  return owner === null ? name : `process ${owner.pid} on ${owner.host}`;
}

function nameOf({ host, place, pid, started, instance }: Owner): string {
  return [host, place, pid, started, instance].join('/');
}

function parseName(name: string): Owner | null {
  const [host, place, pid, started, instance, ...rest] = name.split('/');
  if (host === undefined || place === undefined || pid === undefined) return null;
  if (started === undefined || instance === undefined || rest.length > 0) return null;
  return /^[1-9]\d*$/.test(pid) ? { host, place, pid: Number(pid), started, instance } : null;
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There is one, and it belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const endedStates = ['Z', 'X', 'x'];

/** When a process began; `-` for one that has ended and is not yet buried, null where that cannot be read. */
function startOf(pid: number): string | null {
  const stat = readOrNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === null) return null;
  // The second field is the program's name in parentheses, which may hold blanks and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', start] = [fields[0], fields[19]];
  if (endedStates.includes(state)) return '-';
  return start ?? null;
}

let place: string | null = null;

function placeOfThisProcess(): string {
  place ??= createHash('sha256')
    .update(readOrNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')) ?? '')
    .update(readOrNull(() => readlinkSync('/proc/self/ns/pid')) ?? '')
    .digest('hex')
    .slice(0, 8);
  return place;
}

/** These files are Linux's; elsewhere there are none, and a container may hide them. */
function readOrNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
