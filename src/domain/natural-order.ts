/** Names in the order in which people count: Job 2 before Job 10. One for all: making it takes longer than comparing thousands. */
export const naturalOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
