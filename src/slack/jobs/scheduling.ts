/** "Disable scheduling" and "Enable scheduling". */
import type { ActionCall, Feature, JobMenuEntry } from '../feature.ts';
import type { SlackServices } from '../services.ts';

export function createScheduling({ operations, changed }: SlackServices): Feature {
  const switchTo =
    (enabled: boolean): JobMenuEntry['handle'] =>
    async ({ context }: ActionCall, jobId: string) => {
      await operations.setJobEnabled(context, { job: jobId, enabled });
      changed();
    };
  return {
    jobMenu: [
      {
        label: 'Disable scheduling',
        role: 'operator',
        isOffered: ({ job }) => job.schedule.enabled,
        handle: switchTo(false),
      },
      {
        label: 'Enable scheduling',
        role: 'operator',
        isOffered: ({ job }) => !job.schedule.enabled,
        handle: switchTo(true),
      },
    ],
  };
}
