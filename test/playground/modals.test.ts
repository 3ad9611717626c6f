import { expect } from 'chai';
import type { Person } from '../support/person.ts';
import { startTestPlayground } from '../support/playground.ts';
import type { TestPlayground } from '../support/playground.ts';
import { until } from '../support/until.ts';
import { formListeners } from './support/form-bot.ts';
import type { FormBot } from './support/form-bot.ts';
import { startTestBot } from './support/test-bot.ts';
import type { TestBot, TransportName } from './support/test-bot.ts';

const transports: readonly TransportName[] = ['socket', 'http'];

for (const transport of transports) {
  describe(`modals over ${transport}`, () => {
    let playground: TestPlayground;
    let bot: TestBot;
    let ada: Person;
    let seen: FormBot;

    beforeEach(async () => {
      playground = await startTestPlayground({ waitMs: 3_000 });
      seen = { closed: [], submitted: [] };
      bot = await startTestBot(playground, transport, formListeners(seen));
      ada = await playground.person('Ada');
    });

    afterEach(async () => {
      await bot.stop();
      await playground.close();
    });

    it('open by a command, take what is typed and chosen, and close when submitted', async () => {
      await ada.runs('/crosswalk');
      await ada.types('Customer accounts', { in: 'Name' });
      await ada.chooses('Daily', { in: 'Run' });
      await ada.submits();
      await ada.doesNotSee('A form');
      const [values] = seen.submitted;
      expect(values).to.have.nested.property('first.name.value', 'Customer accounts');
      expect(Object.values(values ?? {})).to.deep.include({
        run: {
          type: 'static_select',
          selected_option: { text: { type: 'plain_text', text: 'Daily' }, value: 'daily' },
        },
      });
    });

    it('do not submit without what is required', async () => {
      await ada.runs('/crosswalk');
      await ada.submits();
      await ada.sees('Please complete this required field.', { on: 'Name' });
      expect(seen.submitted).to.deep.equal([]);
    });

    it('show the errors of the app under their inputs until something else is typed', async () => {
      await ada.runs('/crosswalk taken');
      await ada.submits();
      await ada.sees('This name is taken', { on: 'Name' });
      await ada.types('free', { in: 'Name' });
      await ada.doesNotSee('This name is taken');
      await ada.submits();
      await ada.doesNotSee('A form');
    });

    it('say that there was trouble where the app answers what Slack does not take', async () => {
      await ada.runs('/crosswalk nowhere');
      await ada.submits();
      await ada.sees('We had some trouble connecting. Try again?');
    });

    it('follow the app: another view in its place, one on top, or all closed', async () => {
      await ada.runs('/crosswalk next');
      await ada.submits();
      await ada.sees('Almost done');
      await ada.closes();
      await ada.runs('/crosswalk more');
      await ada.submits();
      await ada.sees('Pushed');
      await ada.goesBack();
      await ada.sees('A form');
      await ada.types('all', { in: 'Name' });
      await ada.submits();
      await ada.doesNotSee('A form');
    });

    it('go three deep and no deeper', async () => {
      await ada.runs('/crosswalk');
      await ada.clicks('Push');
      await ada.sees('Deeper');
      await ada.clicks('Push');
      await ada.clicks('Push');
      await until(() => refusals(playground).length > 0);
      expect(refusals(playground)).to.deep.equal(['views.push: push_limit_reached']);
    });

    it('keep what was typed where an input keeps its block_id, and lose it where that changes', async () => {
      await ada.runs('/crosswalk');
      await ada.types('by hand', { in: 'Name' });
      await ada.clicks('Keep');
      await ada.sees('Changed');
      await ada.sees('by hand');
      await ada.closes();
      await ada.runs('/crosswalk');
      await ada.types('by hand', { in: 'Name' });
      await ada.clicks('Reset');
      await ada.sees('from the app');
      await ada.doesNotSee('by hand');
    });

    it('refuse an update that was made for an earlier state', async () => {
      await ada.runs('/crosswalk');
      await ada.clicks('Race');
      await until(() => updates(playground).length === 2);
      await ada.sees('Winner');
      expect(updates(playground).toSorted()).to.deep.equal(['hash_conflict', 'ok']);
    });

    it('tell the app when they are closed, where it asked for that', async () => {
      await ada.runs('/crosswalk');
      await ada.clicks('Push');
      await ada.sees('Deeper');
      await ada.goesBack();
      expect(seen.closed).to.deep.equal([{ callbackId: 'deeper', isCleared: false }]);
      await ada.clicks('Push');
      await ada.sees('Deeper');
      await ada.closes();
      expect(seen.closed.slice(1)).to.deep.equal([
        { callbackId: 'deeper', isCleared: true },
        { callbackId: 'form', isCleared: true },
      ]);
    });

    it('ask the app for options while one types, from the least length on', async () => {
      await ada.runs('/crosswalk');
      await ada.searches('o', { in: 'Field' });
      await ada.sees('No results', { on: 'Field' });
      await ada.searches('own', { in: 'Field' });
      await ada.sees('own 1');
      expect(await ada.options({ in: 'Field' })).to.deep.equal(['own 0', 'own 1']);
      await ada.chooses('own 1', { in: 'Field' });
      await ada.types('x', { in: 'Name' });
      await ada.submits();
      expect(JSON.stringify(seen.submitted)).to.contain('own 1');
    });

    it('show nothing where the app offers more than 100 options', async () => {
      await ada.runs('/crosswalk');
      await ada.searches('many', { in: 'Field' });
      await ada.sees('No results');
    });

    it('are not opened by a trigger that came too late', async () => {
      playground.disturb({ kind: 'expired trigger' });
      await ada.runs('/crosswalk');
      await until(() => refusals(playground).length > 0);
      expect(refusals(playground)).to.deep.equal(['views.open: expired_trigger_id']);
      await ada.doesNotSee('A form');
    });
  });
}

function refusals({ traffic }: TestPlayground): string[] {
  return traffic.filter(({ isOk }) => !isOk).map(({ name, outcome }) => `${name}: ${outcome}`);
}

function updates({ traffic }: TestPlayground): string[] {
  return traffic.filter(({ name }) => name === 'views.update').map(({ outcome }) => outcome);
}
