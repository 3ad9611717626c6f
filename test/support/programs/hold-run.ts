/** Claims a run, says as whom, and then does nothing until it is killed. */
import { newOwner } from '../../../src/scheduler/owner.ts';
import { openStore } from '../open-store.ts';

const [url = '', runId = ''] = process.argv.slice(2);
const store = await openStore({ url });
const owner = newOwner();
await store.runs.claim(owner, new Date(), runId);
process.stdout.write(`${owner}\n`);
// Keeps the process alive; a parent that ends takes it along.
process.stdin.on('end', () => process.exit()).resume();
