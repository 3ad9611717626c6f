import { describeStore } from '../contracts/store.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';

describeOnBothDatabases('the store', describeStore);
