import { describeInDemo } from './support/open-demo.ts';
import { createsJob } from './support/wizard-story.ts';

describeInDemo('the wizard in a browser', (demo) => {
  it('creates a job from nothing to its first finished run', async () => {
    const ada = await demo().person('Ada');
    await createsJob(ada, () => Promise.resolve());
    await ada.close();
  });
});
