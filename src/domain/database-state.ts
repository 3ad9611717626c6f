/**
 * How a database stands before anyone uses it. `absent`: it will be made, or an empty one filled. `outdated`: an older
 * version used it last, and it will be brought up to date.
 */
export type DatabaseState = 'absent' | 'outdated' | 'ready';
