/** What a filter cannot say, because it looks at one record at a time; with the words to say so. */
import { phraseTable } from '../words/phrases.ts';

const comparison = 'A filter looks at one record at a time: it cannot compare records or find duplicates.';
const ranking = 'A filter cannot rank, sort or limit records; it only tells which ones belong.';
const counting = 'A filter cannot count or add up other records.';
const fields = 'A filter cannot compare one field with another one.';

export const impossible = phraseTable<string>([
  [
    'duplicate|duplicates|duplicated|duplicat|doubles|twins|unique|distinct|doppelt|doppelte|dubletten|doublons|duplicados',
    comparison,
  ],
  ['same|identical|the same as|same as|matches the', fields],
  [
    'top|biggest|largest|smallest|highest|lowest|oldest|newest|most recent|latest|first few|best|worst|bottom|sort|sorted|order by|ordered by|sort by|limit|random|sample|ranked',
    ranking,
  ],
  ['average|mean|median|sum|total of|count of|sum of|how many|durchschnitt|moyenne|promedio', counting],
]);
