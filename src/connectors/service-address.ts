import { z } from 'zod';
import { isLoopbackHost } from './loopback-host.ts';
import { requiredText } from './read-settings.ts';

/** The address of a service, without a slash at the end. Secrets travel over it: plain http is for this machine only. */
export const serviceAddress = addressThat((url) =>
  url.pathname === '/' && url.search === '' && url.hash === '' ? null : 'must be an address without a path',
);

/** An address of which `check` says what else is wrong with it, or null. */
export function addressThat(
  check: (url: URL) => string | null,
): z.ZodPipe<typeof requiredText, z.ZodTransform<string, string>> {
  return requiredText.transform((text, context) => {
    const problem = problemOf(text, check);
    if (problem === null) return text.replace(/\/+$/, '');
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });
}

function problemOf(text: string, check: (url: URL) => string | null): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return 'must begin with https://';
  if (url.protocol === 'http:' && !isLoopbackHost(url)) return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  return check(url);
}
