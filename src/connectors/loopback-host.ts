const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether an address is on this very machine. */
export const isLoopbackHost = ({ hostname }: URL): boolean => loopbackHosts.has(hostname);
