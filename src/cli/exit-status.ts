export const exitStatus = { done: 0, failed: 1, wrongUsage: 2, partly: 3, waiting: 4 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
