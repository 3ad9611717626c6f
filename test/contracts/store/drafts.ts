import { expect } from 'chai';
import { newDraft } from '../../../src/domain/draft.ts';
import type { InboundDraft } from '../../../src/domain/draft.ts';
import type { StoredDraft } from '../../../src/domain/stored-draft.ts';
import { maxDraftsOfPerson } from '../../../src/store/drafts.ts';
import type { Store } from '../../../src/store/store.ts';
import { aDraft, after, noon } from '../../support/records.ts';
import type { OpenStore } from '../store.ts';

const always = { unlessBegunAfter: null };
const unlessBegun = { unlessBegunAfter: after(noon, -1) };
const anEdit = (job: string, given: Partial<StoredDraft> = {}): StoredDraft =>
  aDraft({ id: `edit of ${job}`, purpose: 'edit', draft: newDraft(job), ...given });

export function describeDrafts(open: OpenStore): void {
  describe('its drafts', () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });

    it('come back as they were kept', async () => {
      const draft = aDraft({ step: 'fields', entered: { filter: "Name = 'ß 🎉'", 'add\nfield': '' } });
      expect(await store.drafts.begin(draft, always)).to.deep.equal(draft);
      expect(await store.drafts.byId('draft-1')).to.deep.equal(draft);
      expect(await store.drafts.byId('no such draft')).to.equal(null);
    });

    it('come back as imports where they were begun before there were exports', async () => {
      const { direction: _direction, ...before } = newDraft('job-1');
      const old = aDraft({ draft: before as InboundDraft });
      expect(await store.drafts.begin(old, always)).to.deep.equal(aDraft({ draft: newDraft('job-1') }));
    });

    it('are begun once, however often at one moment and by however many processes', async () => {
      const other = await open();
      const begun = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          (i % 2 === 0 ? store : other).drafts.begin(aDraft({ id: `draft-${i}` }), unlessBegun),
        ),
      );
      expect(new Set(begun.map(({ id }) => id)).size).to.equal(1);
    });

    it('are one a person and job, and one a person of a new job', async () => {
      for (const draft of [
        aDraft(),
        aDraft({ id: 'draft of bob', owner: 'bob' }),
        anEdit('job-1'),
        anEdit('job-2'),
      ]) {
        expect(await store.drafts.begin(draft, unlessBegun)).to.deep.equal(draft);
      }
      expect(await store.drafts.begin(aDraft({ id: 'again' }), unlessBegun)).to.deep.equal(aDraft());
      const again = anEdit('job-2', { id: 'again' });
      expect(await store.drafts.begin(again, unlessBegun)).to.include({ id: 'edit of job-2' });
    });

    it('are begun anew where that is asked for, or where they are too old', async () => {
      await store.drafts.begin(aDraft({ step: 'fields' }), always);
      const later = aDraft({ id: 'later' });
      expect(await store.drafts.begin(later, { unlessBegunAfter: noon })).to.deep.equal(later);
      const anew = aDraft({ id: 'anew' });
      expect(await store.drafts.begin(anew, always)).to.deep.equal(anew);
      expect(await store.drafts.byId('draft-1')).to.equal(null);
      expect(await store.drafts.byId('later')).to.equal(null);
    });

    it('lose nothing to changes that overlap', async () => {
      const other = await open();
      await store.drafts.begin(aDraft(), always);
      const keys = Array.from({ length: 10 }, (_, i) => `key ${i}`);
      await Promise.all(
        keys.map((key, i) =>
          (i % 2 === 0 ? store : other).drafts.change('draft-1', (stored) => ({
            ...stored,
            entered: { ...stored.entered, [key]: 'x' },
            updatedAt: after(stored.updatedAt, 1),
          })),
        ),
      );
      const changed = await store.drafts.byId('draft-1');
      expect(Object.keys(changed?.entered ?? {})).to.have.members(keys);
      expect(changed?.updatedAt).to.deep.equal(after(noon, 10));
    });

    it('stay as they are where a change finds nothing to do, and are told from none', async () => {
      await store.drafts.begin(aDraft(), always);
      expect(await store.drafts.change('draft-1', () => null)).to.deep.equal(aDraft());
      expect(await store.drafts.change('gone', (stored) => stored)).to.equal(null);
    });

    it('stay with whom and what they were begun for', async () => {
      await store.drafts.begin(aDraft(), always);
      const stolen = aDraft({ owner: 'bob', purpose: 'edit', createdAt: after(noon, 1), step: 'fields' });
      expect(await store.drafts.change('draft-1', () => stolen)).to.deep.equal(aDraft({ step: 'fields' }));
      expect(await store.drafts.byId('draft-1')).to.deep.equal(aDraft({ step: 'fields' }));
    });

    it('go when they are removed', async () => {
      await store.drafts.begin(aDraft(), always);
      expect(await store.drafts.remove('draft-1')).to.equal(true);
      expect(await store.drafts.remove('draft-1')).to.equal(false);
      expect(await store.drafts.byId('draft-1')).to.equal(null);
    });

    it('of one person are bounded: the ones that were left alone for longest go', async () => {
      await store.drafts.begin(anEdit('job of bob', { owner: 'bob' }), always);
      for (let i = 0; i < maxDraftsOfPerson + 2; i += 1) {
        await store.drafts.begin(anEdit(`job-${i}`, { updatedAt: after(noon, i) }), always);
      }
      for (const job of ['job-0', 'job-1']) expect(await store.drafts.byId(`edit of ${job}`)).to.equal(null);
      for (const job of ['job-2', `job-${maxDraftsOfPerson + 1}`, 'job of bob']) {
        expect(await store.drafts.byId(`edit of ${job}`), job).not.to.equal(null);
      }
    });

    it('are forgotten by their last change, oldest first and not more than asked for', async () => {
      for (let i = 0; i < 4; i += 1) {
        await store.drafts.begin(anEdit(`job-${i}`, { updatedAt: after(noon, i) }), always);
      }
      expect(await store.drafts.forget(after(noon, 3), 2)).to.equal(2);
      expect(await store.drafts.byId('edit of job-1')).to.equal(null);
      expect(await store.drafts.forget(after(noon, 3), 2)).to.equal(1);
      expect(await store.drafts.byId('edit of job-3')).not.to.equal(null);
    });
  });
}
