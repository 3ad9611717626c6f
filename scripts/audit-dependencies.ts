/**
 * Asks the registry what is known of the dependencies that run in production. What is grave fails, unless it is listed with a
 * reason and a date; a registry that cannot be reached, or refuses, is said and fails nothing: no build depends on it.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { judgeAudit, readAccepted } from './judge-audit.ts';

const acceptedFile = new URL('../../docs/security/accepted-advisories.json', import.meta.url);
const withinMs = 120_000;
const maxBytes = 50 * 1024 * 1024;

const known = readAccepted(readFileSync(acceptedFile, 'utf8'));
const judged = judgeAudit(await audit(), known, new Date().toISOString().slice(0, 10));
if (judged === null) {
  say('The registry did not answer, or refused: dependencies were not audited.');
} else {
  for (const line of judged.accepted) say(`Accepted until later, ${line}`);
  for (const line of judged.inTheWay) say(`In the way, ${line}`);
  if (judged.inTheWay.length > 0) {
    say('Update what is named, or list it in docs/security/accepted-advisories.json with a reason.');
    process.exitCode = 1;
  } else say('No advisory stands in the way.');
}

/** What npm says, whatever its exit status: it is not 0 where there are findings. */
function audit(): Promise<string> {
  return new Promise((resolve) => {
    const how = { timeout: withinMs, maxBuffer: maxBytes };
    execFile('npm', ['audit', '--omit=dev', '--json'], how, (_, stdout) => resolve(stdout));
  });
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
