import { openStore } from '../open-store.ts';
import { aNewRun } from '../records.ts';

const [url = '', id = ''] = process.argv.slice(2);
const store = await openStore({ url });
await store.runs.enqueue(aNewRun({ id, jobId: id }));
await store.close();
process.stdout.write('opened\n');
