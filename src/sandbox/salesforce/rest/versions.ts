import { newestVersion } from '../http/router.ts';

const seasons = ['Spring', 'Summer', 'Winter'];
/** Spring '25 is 63; three come a year. */
const reference = { version: 63, year: 25 };

/** GET /services/data: each version, with the name of its release. */
export function versions(): object[] {
  const oldest = 50;
  return Array.from({ length: newestVersion - oldest + 1 }, (_, index) => {
    const number = oldest + index;
    const releases = number - reference.version;
    const place = ((releases % 3) + 3) % 3;
    // Winter comes in autumn and is named after the year that follows.
    const year = reference.year + Math.floor(releases / 3) + (place === 2 ? 1 : 0);
    return {
      label: `${seasons[place] ?? ''} '${year}`,
      url: `/services/data/v${number}.0`,
      version: `${number}.0`,
    };
  });
}

/** GET /services/data/v62.0: what there is below. */
export function resources(root: string, identity: string): object {
  const names = ['sobjects', 'query', 'queryAll', 'limits', 'jobs', 'composite'];
  return { identity, ...Object.fromEntries(names.map((name) => [name, `${root}/${name}`])) };
}
