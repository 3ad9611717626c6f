import { exportsBack, readsDynamics } from './support/export-story.ts';
import { describeInDemo } from './support/open-demo.ts';
import { createsJob } from './support/wizard-story.ts';

const noPicture = (): Promise<void> => Promise.resolve();

describeInDemo('the wizard in a browser', (demo) => {
  it('creates a job from nothing to its first finished run, and one that sends what it brought back', async () => {
    const ada = await demo().person('Ada');
    await createsJob(ada, noPicture);
    await exportsBack(ada, noPicture);
    await ada.close();
  });

  it('creates a job that reads Dynamics 365', async () => {
    const ada = await demo().person('Ada');
    await readsDynamics(ada, noPicture);
    await ada.close();
  });
});
