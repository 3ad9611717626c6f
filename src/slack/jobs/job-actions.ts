/** The buttons of a job, wherever it is spoken of; who presses them is looked at by the operation behind each. */
import type { Button } from '@slack/types';
import type { Job } from '../../domain/job.ts';
import { button } from '../blocks/index.ts';

export const jobActions = { open: 'job-open', edit: 'job-edit', versions: 'job-versions' } as const;

export function openButton({ id }: Pick<Job, 'id'>): Button {
  return button('Open', jobActions.open, { value: id, style: 'primary' });
}

export function editButton({ id }: Pick<Job, 'id'>): Button {
  return button('Edit', jobActions.edit, { value: id });
}

export function versionsButton({ id }: Pick<Job, 'id'>): Button {
  return button('Change history', jobActions.versions, { value: id });
}
