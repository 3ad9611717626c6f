import { expect } from 'chai';
import type { Difference } from '../../../src/domain/job-difference.ts';
import type { ListedVersion } from '../../../src/operations/job-versions.ts';
import { checkView, isTooLarge } from '../../../src/playground/blocks/check-view.ts';
import { newVersionsQuery, readVersionsQuery } from '../../../src/slack/versions/versions-query.ts';
import { versionsOnPage, versionsView } from '../../../src/slack/versions/versions-view.ts';
import { aJob, noon } from '../../support/records.ts';

const clock = { timezone: 'America/Argentina/Buenos_Aires', now: noon };
const long = '&<>"*_`~'.repeat(400);

function versions(count: number, changes: number): ListedVersion[] {
  const differences: Difference[] = Array.from({ length: changes }, (_, i) => ({
    part: `${i}${long}`,
    before: i % 3 === 0 ? null : long,
    after: i % 3 === 1 ? null : long,
  }));
  return Array.from({ length: count }, (_, i) => ({
    version: 1_000 - i,
    saved: { at: noon, actor: long, door: long },
    isFirst: false,
    differences,
  }));
}

describe('a change history', () => {
  for (const changes of [0, 1, 60, 500]) {
    it(`stays within Slack's limits with ${changes} changes a version`, () => {
      for (const count of [0, 1, versionsOnPage]) {
        for (const query of [
          newVersionsQuery('job-1'),
          { ...newVersionsQuery('job-1'), page: 3 },
          { ...newVersionsQuery('job-1'), version: 1_000, changes: 2 },
        ]) {
          const view = versionsView({
            listed: {
              job: aJob({ name: '&'.repeat(80), version: 1_001 }),
              versions: versions(count, changes),
              total: 1_000,
            },
            query,
            mayRestore: true,
            clock,
            note: long,
          });
          expect(checkView(view)).not.to.have.property('problems');
          expect(isTooLarge(view)).to.equal(false);
        }
      }
    });
  }

  it('does not believe what stands in a request', () => {
    const first = newVersionsQuery('');
    for (const forged of ['', 'x', '[]', '{"page":-1,"version":"x","changes":1e99,"job":7}']) {
      expect(readVersionsQuery(forged), forged).to.deep.equal(first);
    }
  });
});
