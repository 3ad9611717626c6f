import { expect } from 'chai';
import * as fc from 'fast-check';
import { applyPatch } from '../../../src/domain/draft-patch.ts';
import type { Cadence } from '../../../src/domain/job.ts';
import { weekdays } from '../../../src/domain/job.ts';
import type { StoredDraft } from '../../../src/domain/stored-draft.ts';
import { checkView } from '../../../src/playground/blocks/check-view.ts';
import type { InputValue, InputValues } from '../../../src/slack/feature.ts';
import { cadenceNames } from '../../../src/slack/wizard/settings/cadences.ts';
import { settingsBlocks } from '../../../src/slack/wizard/settings/settings-view.ts';
import { readSettings } from '../../../src/slack/wizard/settings/read-settings.ts';
import { findZones } from '../../../src/slack/wizard/settings/timezones.ts';
import { stepView } from '../../../src/slack/wizard/wizard-view.ts';
import { noon } from '../../support/records.ts';
import { aStoredDraft } from './a-stored-draft.ts';
import { valuesOf } from './view-values.ts';

const clock = { timezone: 'Europe/Berlin', now: noon };
const place = { id: 'settings', title: 'Settings and schedule', number: 5, count: 6 } as const;

const blocksOf = (stored: StoredDraft, channelId: string | null = null) =>
  settingsBlocks({ stored, proposedName: 'Accounts from Acme', channelId, clock });

/** The draft after what is on the screen was read. */
function afterReading(stored: StoredDraft, values: InputValues): StoredDraft {
  const { patch = {}, entered = {} } = readSettings(values, stored);
  return { ...stored, draft: applyPatch(stored.draft, patch), entered: { ...stored.entered, ...entered } };
}

/** Enters a value in the input of that name. */
function entering(values: InputValues, name: string, value: Omit<InputValue, 'type'>): InputValues {
  const id = Object.keys(values).find((each) => each.split(':')[0] === name);
  if (id === undefined) throw new Error(`There is no input ${name}.`);
  const [actionId = '', before] = Object.entries(values[id] ?? {})[0] ?? [];
  return { ...values, [id]: { [actionId]: { type: before?.type ?? '', ...value } } };
}

const once = (date: string): string =>
  JSON.stringify(blocksOf(aStoredDraft({ schedule: { cadence: { run: 'once', date, at: '08:00' } } })));

const firstZone = (typed: string): string | undefined => findZones(typed, noon)[0]?.value;

const chosen = (value: string): Omit<InputValue, 'type'> => ({ selected_option: { value } });

const fullSyncOf = (stored: StoredDraft): string | undefined =>
  Object.entries(valuesOf(blocksOf(stored))).find(([id]) => id.startsWith('fullSync'))?.[1]['wizard-setting']
    ?.selected_option?.value;

const time = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const cadence: fc.Arbitrary<Cadence> = fc.oneof(
  fc.constant({ run: 'once' } as const),
  fc.record({ run: fc.constant('once' as const), date: fc.constant('2027-01-31'), at: time }),
  fc.record({ run: fc.constant('minutes' as const), every: fc.integer({ min: 1, max: 1_440 }) }),
  fc.record({ run: fc.constant('hourly' as const), minute: fc.nat(59) }),
  fc.record({ run: fc.constantFrom('daily' as const, 'workdays' as const), at: time }),
  fc.record({
    run: fc.constant('weekly' as const),
    on: fc.subarray([...weekdays], { minLength: 1 }),
    at: time,
  }),
  fc.record({ run: fc.constant('monthly' as const), day: fc.integer({ min: 1, max: 31 }), at: time }),
);

describe('settings and schedule in the wizard', () => {
  it('read what they show, for every schedule', () => {
    fc.assert(
      fc.property(cadence, fc.boolean(), fc.boolean(), (given, enabled, allowCreate) => {
        const stored = aStoredDraft({
          name: 'Accounts',
          description: 'All of them',
          target: { object: 'accounts' },
          settings: { allowCreate, resolveConflicts: !allowCreate },
          schedule: { cadence: given, timezone: 'America/New_York', fullSync: 'weekly', enabled },
          notify: { channel: 'C0123456789', on: ['failed'], mention: ['U0123456789'] },
        });
        const after = afterReading(stored, valuesOf(blocksOf(stored, 'C0123456789')));
        expect(after.draft).to.deep.equal(stored.draft);
      }),
    );
  });

  it('stand within what Slack takes, for every schedule and the longest texts', () => {
    fc.assert(
      fc.property(cadence, (given) => {
        const stored = aStoredDraft({
          name: '&'.repeat(80),
          description: '👩‍👩‍👧‍👦<'.repeat(90).slice(0, 1_000),
          target: { object: 'account_assignments' },
          schedule: { cadence: given, timezone: 'America/Argentina/Buenos_Aires' },
          notify: { channel: '#'.padEnd(81, 'x'), on: [] },
        });
        const view = stepView({ stored, at: {}, place }, { blocks: blocksOf(stored) });
        expect(checkView(view)).not.to.have.property('problems');
      }),
    );
  });

  it('have inputs for the cadence that is chosen, and show when it runs next', () => {
    for (const run of cadenceNames) {
      const stored = aStoredDraft();
      const after = afterReading(stored, entering(valuesOf(blocksOf(stored)), 'run', chosen(run)));
      expect(after.draft.schedule.cadence?.run).to.equal(run);
      const text = JSON.stringify(blocksOf(after));
      if (run === 'once') expect(text).to.contain('Only when it is started by hand');
      else expect(text).to.match(/Next runs on your clock: .+ · .+ · /);
    }
  });

  it('say that a moment has gone by', () => {
    expect(once('2026-02-28')).to.contain('This moment has gone by');
    expect(once('2026-03-02')).to.contain('Once on 2026-03-02').and.not.to.contain('gone by');
  });

  it('find what was entered again after a change of mind and back', () => {
    let stored: StoredDraft = aStoredDraft({ schedule: { cadence: { run: 'daily', at: '04:15' } } });
    for (const run of ['minutes', 'weekly', 'once', 'daily']) {
      stored = afterReading(stored, entering(valuesOf(blocksOf(stored)), 'run', chosen(run)));
    }
    expect(stored.draft.schedule.cadence).to.deep.equal({ run: 'daily', at: '04:15' });
  });

  it('recommend a full sync a day for frequent runs, as long as nobody chose another', () => {
    let stored: StoredDraft = aStoredDraft();
    const choose = (name: string, value: string): void => {
      stored = afterReading(stored, entering(valuesOf(blocksOf(stored)), name, chosen(value)));
    };
    expect(fullSyncOf(stored)).to.equal('never');
    choose('run', 'hourly');
    expect(fullSyncOf(stored)).to.equal('daily');
    choose('run', 'weekly');
    expect(fullSyncOf(stored)).to.equal('never');
    choose('fullSync', 'monthly');
    choose('run', 'minutes');
    expect(fullSyncOf(stored)).to.equal('monthly');
    choose('fullSync', 'daily');
    choose('run', 'weekly');
    expect(fullSyncOf(stored)).to.equal('daily');
  });

  it('leave a channel that is stored by its name as it is, until somebody chooses or takes it away', () => {
    const stored = aStoredDraft({
      notify: { channel: '#crm-syncs', on: ['failed'], mention: ['S0123456789'] },
    });
    for (const channelId of ['C0123456789', null]) {
      const values = valuesOf(blocksOf(stored, channelId));
      expect(afterReading(stored, values).draft.notify).to.deep.equal(stored.draft.notify);
      const other = entering(values, 'channel', { selected_conversation: 'C0999999999' });
      expect(afterReading(stored, other).draft.notify.channel).to.equal('C0999999999');
    }
    const values = entering(valuesOf(blocksOf(stored, 'C0123456789')), 'channel', {
      selected_conversation: null,
    });
    expect(afterReading(stored, values).draft.notify).to.deep.equal({ channel: null, on: [], mention: [] });
  });

  it('keep what is told, and who is mentioned, while no channel is chosen', () => {
    let stored: StoredDraft = aStoredDraft();
    let values = entering(valuesOf(blocksOf(stored)), 'events', {
      selected_options: [{ value: 'succeeded' }],
    });
    values = entering(values, 'mention', { selected_users: ['U0123456789'] });
    stored = afterReading(stored, values);
    expect(stored.draft.notify).to.deep.equal({ channel: null, on: [], mention: [] });
    values = entering(valuesOf(blocksOf(stored)), 'channel', { selected_conversation: 'C0123456789' });
    stored = afterReading(stored, values);
    expect(stored.draft.notify).to.deep.equal({
      channel: 'C0123456789',
      on: ['succeeded'],
      mention: ['U0123456789'],
    });
  });

  it('keep the rules about failures and summaries, and take what was only proposed for no choice', () => {
    const proposed = afterReading(aStoredDraft(), valuesOf(blocksOf(aStoredDraft())));
    expect(proposed.draft.schedule).not.to.have.property('disableAfter');
    expect(proposed.draft.notify).not.to.have.any.keys('failures', 'digest');
    let stored: StoredDraft = aStoredDraft();
    const enter = (name: string, value: Omit<InputValue, 'type'>): void => {
      stored = afterReading(stored, entering(valuesOf(blocksOf(stored)), name, value));
    };
    enter('disableAfter', { value: '25' });
    enter('failures', chosen('first'));
    enter('digest', chosen('weekly'));
    enter('digest', chosen('never'));
    expect(stored.draft.schedule).to.include({ disableAfter: 25 });
    expect(stored.draft.notify).to.include({ failures: 'first', digest: 'never' });
    enter('disableAfter', { value: 'soon' });
    expect(stored.draft.schedule).to.include({ disableAfter: -1 });
  });

  it('keep when a run asks before it writes, and take what was only proposed for no choice', () => {
    const proposed = afterReading(aStoredDraft(), valuesOf(blocksOf(aStoredDraft())));
    expect(proposed.draft.settings).not.to.have.property('guard');
    let stored: StoredDraft = aStoredDraft();
    const enter = (name: string, value: Omit<InputValue, 'type'>): void => {
      stored = afterReading(stored, entering(valuesOf(blocksOf(stored)), name, value));
    };
    enter('guardshare', { value: '50' });
    expect(stored.draft.settings.guard).to.deep.equal({ share: 50, atLeast: 100, expiresAfterHours: 24 });
    enter('guard', chosen('off'));
    expect(stored.draft.settings.guard).to.equal('off');
    enter('guard', chosen('on'));
    expect(stored.draft.settings.guard).to.deep.equal({ share: 50, atLeast: 100, expiresAfterHours: 24 });
    enter('guardatLeast', { value: 'many' });
    expect(stored.draft.settings.guard).to.include({ atLeast: -1 });
  });

  it('take nothing from a modal without inputs', () => {
    const stored = aStoredDraft({ name: 'Accounts', schedule: { cadence: { run: 'hourly', minute: 5 } } });
    expect(afterReading(stored, {}).draft).to.deep.equal(stored.draft);
  });

  it('find time zones by parts of their names, the best first', () => {
    expect(firstZone('berlin')).to.equal('Europe/Berlin');
    expect(firstZone('new york')).to.equal('America/New_York');
    expect(firstZone('utc')).to.equal('UTC');
    expect(findZones('', noon)).to.have.length(100);
    expect(findZones('nowhere', noon)).to.have.length(0);
  });
});
