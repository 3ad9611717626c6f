/**
 * Ends this process by a signal at once, as if it had never listened to it. `process.exit` waits until every thread has
 * ended, and one that the system does not answer (a disk that is away) never does. What is under way is as after any
 * crash: the databases roll it back, and runs go on from their checkpoints.
 */
export function endBySignal(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // The first process of a container is spared by signals that it does not listen to.
  process.exit(1);
}
