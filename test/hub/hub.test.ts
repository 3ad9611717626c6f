import { describeHub } from '../contracts/hub.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';

describeOnBothDatabases('the hub', describeHub);
