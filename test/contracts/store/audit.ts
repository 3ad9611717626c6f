import { expect } from 'chai';
import type { AuditFilter } from '../../../src/domain/audit.ts';
import type { DownloadLink } from '../../../src/domain/download-link.ts';
import type { AuditEntry } from '../../../src/store/audit-entry.ts';
import type { Store } from '../../../src/store/store.ts';
import { after, noon } from '../../support/records.ts';
import type { OpenStore } from '../store.ts';

const hour = 3_600_000;
const page = { limit: 10, offset: 0 };

function entry(given: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: noon,
    actor: 'ada',
    door: 'slack',
    operation: 'save-job',
    subject: 'job-1',
    before: null,
    after: { a: 1 },
    ...given,
  };
}

function aLink(given: Partial<DownloadLink> = {}): DownloadLink {
  const filter = { actor: 'ada', kind: 'jobs', since: noon } as const;
  return { id: 'link-1', person: 'ada', filter, createdAt: noon, expiresAt: after(noon, hour), ...given };
}

export function describeAudit(open: OpenStore): void {
  describe('its audit log', () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      await store.audit.add(entry());
      await store.audit.add(entry({ at: after(noon, hour), actor: 'bob', operation: 'start-run' }));
      await store.audit.add(
        entry({ at: after(noon, 2 * hour), subject: 'ada', operation: 'grant-role', before: 'viewer' }),
      );
    });

    async function found(filter: AuditFilter): Promise<readonly string[]> {
      return (await store.audit.find(filter, page)).entries.map(({ operation }) => operation);
    }

    it('is searched by person, subject, kind and time, newest first', async () => {
      expect(await found({})).to.deep.equal(['grant-role', 'start-run', 'save-job']);
      expect(await found({ actor: 'bob' })).to.deep.equal(['start-run']);
      expect(await found({ actor: "' OR 1=1 --" })).to.deep.equal([]);
      expect(await found({ subject: 'job-1' })).to.deep.equal(['start-run', 'save-job']);
      expect(await found({ kind: 'people' })).to.deep.equal(['grant-role']);
      expect(await found({ since: after(noon, hour) })).to.deep.equal(['grant-role', 'start-run']);
      expect(await found({ until: after(noon, hour) })).to.deep.equal(['save-job']);
      expect(await found({ actor: 'ada', kind: 'jobs', since: noon, until: after(noon, 1) })).to.deep.equal([
        'save-job',
      ]);
    });

    it('comes in pages with its total, and as it follows one entry', async () => {
      const { entries, total } = await store.audit.find({}, { limit: 2, offset: 1 });
      expect(total).to.equal(3);
      expect(entries.map(({ operation }) => operation)).to.deep.equal(['start-run', 'save-job']);
      const first = await store.audit.following({ actor: 'ada' }, null, 1);
      expect(first.map(({ before }) => before)).to.deep.equal(['viewer']);
      const next = await store.audit.following({ actor: 'ada' }, first[0]?.id ?? null, 5);
      expect(next.map(({ operation, at }) => [operation, at])).to.deep.equal([['save-job', noon]]);
    });

    it('knows how those that are gone went', async () => {
      await store.audit.add(entry({ operation: 'delete-job', before: { name: 'Accounts' } }));
      const removals = await store.audit.removalsOf(['job-1', 'ada', 'unknown']);
      expect(removals.map(({ subject, before }) => [subject, before])).to.deep.equal([
        ['job-1', { name: 'Accounts' }],
      ]);
      expect(await store.audit.removalsOf([])).to.deep.equal([]);
    });

    it('forgets what is older, some at a time', async () => {
      expect(await store.audit.forget(after(noon, 2 * hour), 1)).to.equal(1);
      expect(await store.audit.forget(after(noon, 2 * hour), 5)).to.equal(1);
      expect(await store.audit.forget(after(noon, 2 * hour), 5)).to.equal(0);
      expect((await store.audit.list(page)).map(({ operation }) => operation)).to.deep.equal(['grant-role']);
    });

    it('is fetched by links that are good once, for their time, with what they are for', async () => {
      await store.downloadLinks.add(aLink(), 'hash', entry({ operation: 'create-download-link' }));
      expect((await store.audit.list({ limit: 1, offset: 0 }))[0]?.operation).to.equal(
        'create-download-link',
      );
      expect(await store.downloadLinks.personOf('hash')).to.equal('ada');
      expect(await store.downloadLinks.personOf('other')).to.equal(null);
      expect(await store.downloadLinks.use('other', noon)).to.equal('unknown');
      expect(await store.downloadLinks.use('hash', after(noon, hour))).to.equal('expired');
      const [first, second] = await Promise.all([
        store.downloadLinks.use('hash', noon),
        store.downloadLinks.use('hash', noon),
      ]);
      expect([first, second]).to.deep.include(aLink());
      expect([first, second]).to.include('used');
    });

    it('keeps few links of one person, and none whose time is up', async () => {
      for (let i = 0; i < 12; i += 1) {
        const link = aLink({ id: `link-${i}`, createdAt: after(noon, i) });
        await store.downloadLinks.add(link, `hash-${i}`, entry());
      }
      expect(await store.downloadLinks.use('hash-0', noon)).to.equal('unknown');
      expect(await store.downloadLinks.use('hash-11', noon)).to.have.property('id', 'link-11');
      expect(await store.downloadLinks.forget(noon, 100)).to.equal(0);
      expect(await store.downloadLinks.forget(after(noon, hour), 100)).to.equal(10);
      expect(await store.downloadLinks.personOf('hash-11')).to.equal(null);
    });
  });
}
