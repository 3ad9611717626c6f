/** The menu that every job has. Features bring its entries; their order on screen is that of `jobMenuLabels`. */
import { UserError } from '../../domain/errors.ts';
import { isAllowed } from '../../domain/role.ts';
import type { Role } from '../../domain/role.ts';
import type { ListedJob } from '../../operations/list-jobs.ts';
import type { Choice } from '../blocks/index.ts';
import { byId } from '../by-id.ts';
import type { ActionCall, JobMenuEntry } from '../feature.ts';
import { jobMenuLabels } from '../feature.ts';

export const jobMenuId = 'job-menu';

export interface JobMenu {
  /** What a person of that role is offered; may be empty. */
  choices(listed: ListedJob, role: Role): readonly Choice[];
  /** Does what was chosen. The operation checks the role: what was not offered may be asked for all the same. */
  choose(call: ActionCall): Promise<void>;
}

export function createJobMenu(entries: readonly JobMenuEntry[]): JobMenu {
  const ofLabel = byId(entries, ({ label }) => label);
  const ofKey = byId(entries, ({ label }) => keyOf(label));
  const ordered = jobMenuLabels.flatMap((label) => ofLabel.get(label) ?? []);
  return {
    choices: (listed, role) =>
      ordered
        .filter((entry) => isAllowed(role, entry.role) && (entry.isOffered?.(listed) ?? true))
        .map(({ label }) => ({ text: label, value: `${keyOf(label)} ${listed.job.id}` })),

    async choose(call) {
      const [key = '', ...rest] = (call.value ?? '').split(' ');
      const entry = ofKey.get(key);
      if (entry === undefined)
        throw new UserError('This version of Crosswalk cannot do that. Open App Home again.');
      await entry.handle(call, rest.join(' '));
    },
  };
}

/** `Run now` → `run-now`: what the choice is called in requests. */
function keyOf(label: string): string {
  return label.toLowerCase().replaceAll(' ', '-');
}
