import { connects, renews, runsJobOn, toDynamics, toSalesforce } from './support/connect-story.ts';
import { describeInDemo } from './support/open-demo.ts';

const noPicture = (): Promise<void> => Promise.resolve();

describeInDemo('connecting a CRM in a browser', (demo) => {
  for (const to of [toSalesforce, toDynamics]) {
    it(`${to.crm}: signs in there, runs a job on it, and goes on after the consent was taken back`, async function () {
      this.timeout(300_000);
      const ada = await demo().person('Ada');
      await connects(ada, to, noPicture);
      await runsJobOn(ada, to);
      demo().takeBackConsents();
      await renews(ada, to, noPicture);
      await ada.close();
    });
  }
});
