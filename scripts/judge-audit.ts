/** What `npm audit` found, and what of it stands in the way. */
import { z } from 'zod';

const advisory = z.object({
  title: z.string(),
  name: z.string(),
  url: z.string(),
  severity: z.string(),
  range: z.string().default(''),
});
const report = z.object({
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), advisory])) })),
});
const accepted = z.array(
  z.strictObject({
    /** The end of the advisory's address: `GHSA-…`. */
    id: z.string().regex(/^GHSA(-[a-z0-9]{4}){3}$/),
    reason: z.string().min(20),
    /** From the day after it stands in the way again. */
    until: z.iso.date(),
  }),
);

export type Accepted = z.infer<typeof accepted>;

export interface Judged {
  /** One line each. */
  readonly inTheWay: readonly string[];
  readonly accepted: readonly string[];
}

const grave: readonly string[] = ['high', 'critical'];

/** @throws where the list of what is accepted is not as it should be */
export function readAccepted(text: string): Accepted {
  return accepted.parse(JSON.parse(text));
}

/**
 * @param today `yyyy-MM-dd`
 * @returns null where it is no report: the registry was not reached, or refused
 */
export function judgeAudit(text: string, known: Accepted, today: string): Judged | null {
  const read = report.safeParse(asJson(text));
  if (!read.success) return null;
  const found = new Map<string, z.infer<typeof advisory>>();
  for (const { via } of Object.values(read.data.vulnerabilities)) {
    for (const each of via) {
      if (typeof each !== 'string' && grave.includes(each.severity)) found.set(each.url, each);
    }
  }
  const isAccepted = (url: string): boolean =>
    known.some(({ id, until }) => url.endsWith(`/${id}`) && until >= today);
  const lines = (isWanted: boolean): string[] =>
    [...found.values()]
      .filter(({ url }) => isAccepted(url) === isWanted)
      .map(({ severity, name, range, title, url }) => `${severity}: ${name} ${range}: ${title} (${url})`);
  return { inTheWay: lines(false), accepted: lines(true) };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
