import type { ReencryptedSecrets } from '../operations/reencrypt-secrets.ts';
import { withApp } from './command.ts';
import { exitStatus } from './exit-status.ts';
import type { ExitStatus } from './exit-status.ts';
import { formatNumber } from './format.ts';
import { print, say } from './output.ts';

/** `crosswalk reencrypt`: after ENCRYPTION_KEY was replaced, so that the previous one can be taken away. */
export async function reencrypt(): Promise<ExitStatus> {
  return await withApp(
    async ({ app, context }) => {
      const done = await app.operations.reencryptSecrets(context(), {
        onProgress: (resealed) =>
          say(`${formatNumber(resealed)} secrets are encrypted with ENCRYPTION_KEY …`),
      });
      print(resultText(done));
      return done.others.size === 0 ? exitStatus.done : exitStatus.failed;
    },
    'use',
    { reseals: false },
  );
}

/** What was done, and whether the previous key may go. */
export function resultText({ resealed, current, others, closed }: ReencryptedSecrets): string {
  const counted = `${secretsText(resealed)} encrypted anew; ${secretsText(current)} under ENCRYPTION_KEY now.`;
  if (others.size === 0) return `${counted} ENCRYPTION_KEY_PREVIOUS is not needed any more.`;
  const left = [...others].map(([keyId, count]) => `${secretsText(count)} under the key ${keyId}`);
  return [
    counted,
    `Still ${left.join(' and ')}. Set ENCRYPTION_KEY_PREVIOUS to that key, and run this again.`,
    ...closed.map(({ message }) => message),
  ].join('\n');
}

function secretsText(count: number): string {
  return count === 1 ? '1 secret is' : `${formatNumber(count)} secrets are`;
}
