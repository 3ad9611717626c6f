/** What the modals of the trigger API keep in their metadata, which a forged request can change. */
import { z } from 'zod';

const query = z.object({ job: z.string(), page: z.number().int().min(0) });
const form = z.object({ job: z.string(), below: z.string() });

export type TriggerQuery = Readonly<z.output<typeof query>>;
/** The job, and the modal below the form, which is to show what it makes. */
export type JobForm = Readonly<z.output<typeof form>>;

export function readTriggerQuery(privateMetadata: string): TriggerQuery {
  return read(query, privateMetadata) ?? { job: '', page: 0 };
}

export function readJobForm(privateMetadata: string): JobForm {
  return read(form, privateMetadata) ?? { job: '', below: '' };
}

function read<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
