import type { Migration } from '../../database/migrate.ts';
import { initial } from './0001-initial.ts';
import { whichHub } from './0002-which-hub.ts';
import { attempts } from './0003-attempts.ts';
import { sent } from './0004-sent.ts';

/** In the order they are applied. One that was released is never changed again. */
export const migrations: readonly Migration[] = [initial, whichHub, attempts, sent];
