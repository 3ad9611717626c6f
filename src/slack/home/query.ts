import { z } from 'zod';
import { jobFilters } from '../jobs/choose-jobs.ts';

/** Longer ones find nothing that a shorter one would not. */
export const maxSearchLength = 80;
/** Turns only tell one screen from the next. */
const maxTurn = 1_000_000;

const schema = z.object({
  page: z.number().int().min(0).max(100_000).catch(0),
  search: z.string().max(maxSearchLength).catch(''),
  filter: z.enum(jobFilters).catch('all'),
  turn: z.number().int().min(0).max(maxTurn).catch(0),
});

/** What somebody has App Home show. It travels with the view, so that a restart does not lose it. */
export type HomeQuery = Readonly<z.output<typeof schema>>;

export const firstQuery: HomeQuery = { page: 0, search: '', filter: 'all', turn: 0 };

export function writeQuery(query: HomeQuery): string {
  return JSON.stringify(query);
}

/** What cannot be read is as at first. */
export function readQuery(text: string): HomeQuery {
  try {
    return schema.catch(firstQuery).parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return firstQuery;
    throw error;
  }
}

/** The inputs of the screen are made anew, empty or as the query has them. */
export function nextTurn(query: HomeQuery, change: Partial<HomeQuery> = {}): HomeQuery {
  return { ...query, ...change, turn: (query.turn + 1) % maxTurn };
}
