/**
 * Executes the commands that it is sent, one after the other, each as a process of its own would: with its arguments,
 * folder and environment alone. What the commands load is loaded once. Ends with the process that started it.
 */
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { endMark } from '../warm-command.ts';
import type { CommandCall } from '../warm-command.ts';

const entry = new URL('../../../src/cli.js', import.meta.url);
/** What a command listens to until its process ends. */
const heard = ['uncaughtException', 'unhandledRejection', 'beforeExit', 'SIGINT', 'SIGTERM'] as const;

let commands = 0;
// Each command's log stays until the end of the process.
process.setMaxListeners(0);
process.once('disconnect', () => process.exit());
process.on('message', (call: CommandCall) => void execute(call));

async function execute({ args, folder, env }: CommandCall): Promise<void> {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, env);
  process.chdir(folder);
  process.argv = [process.execPath, fileURLToPath(entry), ...args];
  commands += 1;
  // The entry is executed when it is loaded, so it has another address each time; what it loads stays.
  await import(`${entry.href}?${commands}`);
  const status = process.exitCode ?? 0;
  process.exitCode = undefined;
  for (const event of heard) process.removeAllListeners(event);
  process.stdout.removeAllListeners('error');
  // The folder is the test's, and may be gone soon.
  process.chdir(tmpdir());
  process.stderr.write(endMark(status));
  process.stdout.write(endMark(status));
}
