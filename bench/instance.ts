/** One of several instances that share databases and a queue: is ready, begins when it is told to, and ends when it is told so again. */
import { once } from 'node:events';
import { compose } from '../src/compose.ts';
import { parseConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';

/** The environment that it is configured by. */
export type InstanceInput = Readonly<Record<string, string>>;

const [input] = (await once(process, 'message')) as [InstanceInput];
const config = parseConfig(input);
let ended = 0;
const app = await compose(config, createLog({ level: config.logLevel }), {
  onRunEnded: () => void (ended += 1),
});
process.send?.('ready');
await once(process, 'message');
app.scheduler.start();
await once(process, 'message');
await app.close();
process.send?.(ended);
process.disconnect();
