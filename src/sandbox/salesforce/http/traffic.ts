import { Traffic as SeenTraffic } from '../../http/traffic.ts';

export class Traffic extends SeenTraffic {
  private readonly countOpenJobs: () => number;

  constructor(countOpenJobs: () => number) {
    super();
    this.countOpenJobs = countOpenJobs;
  }

  /** Bulk jobs that nobody deleted or aborted and that did not fail. */
  get openBulkJobs(): number {
    return this.countOpenJobs();
  }
}
