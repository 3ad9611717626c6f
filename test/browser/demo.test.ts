import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { cancelsRun, firstSteps } from './support/demo-story.ts';
import { describeInDemo } from './support/open-demo.ts';

const noPicture = (): Promise<void> => Promise.resolve();

describeInDemo('the demo in a browser', (demo) => {
  it('runs a job from Home, tells how it gets on, and gives its history and its file', async () => {
    const ada = await demo().person('Ada');
    const rows = gunzipSync(await firstSteps(ada, noPicture))
      .toString()
      .trim()
      .split('\n');
    expect(rows[0]).to.include('AccountStatus__c');
    expect(rows.length).to.be.greaterThan(225);
    await ada.close();
  });

  it('cancels a run while it is watched', async () => {
    const ada = await demo().person('Ada');
    await cancelsRun(ada, noPicture);
    await ada.close();
  });

  it('has an operator and a viewer, who may do less', async () => {
    const otto = await demo().person('Otto');
    await otto.opensHome();
    await otto.sees('Your role: operator');
    await otto.doesNotSee('New integration');
    await otto.close();
    const vera = await demo().person('Vera');
    await vera.runs('/crosswalk run Tasks', '#crm-syncs');
    await vera.sees(/operator/, { on: 'Only visible to you' });
    await vera.close();
  });
});
