import { expect } from 'chai';
import type { StoredDraft } from '../../../src/domain/stored-draft.ts';
import { createRecent } from '../../../src/slack/wizard/recent.ts';
import { noon } from '../../support/records.ts';
import { rejection } from '../../support/rejection.ts';
import { aStoredDraft } from './a-stored-draft.ts';

describe('what was asked of the CRM a moment ago', () => {
  let ms = 0;
  const opened = () => {
    const recent = createRecent<number>(() => new Date(noon.getTime() + ms));
    let loads = 0;
    return {
      recent,
      ask: (stored: StoredDraft) => recent.get(stored, () => Promise.resolve((loads += 1))),
    };
  };
  const stored = aStoredDraft({ source: { object: 'Account' } });
  beforeEach(() => {
    ms = 0;
  });

  it('is not asked again for a minute, unless something that counts has changed', async () => {
    const { ask } = opened();
    expect(await ask(stored)).to.equal(1);
    ms = 59_999;
    expect(await ask({ ...stored, step: 'preview', entered: { x: 'y' } })).to.equal(1);
    expect(await ask(aStoredDraft({ source: { object: 'Contact' } }))).to.equal(2);
    expect(await ask(stored)).to.equal(3);
    ms = 120_000;
    expect(await ask(stored)).to.equal(4);
  });

  it('is asked again once it is forgotten, or where it failed', async () => {
    const { recent, ask } = opened();
    expect(await ask(stored)).to.equal(1);
    recent.forget(stored);
    expect(await ask(stored)).to.equal(2);
    recent.forget(stored);
    await rejection(recent.get(stored, () => Promise.reject(new Error('away'))));
    expect(await ask(stored)).to.equal(3);
  });

  it('is kept for fifty drafts', async () => {
    const { ask } = opened();
    const drafts = Array.from({ length: 51 }, (_, i) => aStoredDraft({}, { id: `draft-${i}` }));
    for (const each of drafts) await ask(each);
    expect(await ask(drafts[50] ?? stored)).to.equal(51);
    expect(await ask(drafts[0] ?? stored)).to.equal(52);
  });
});
