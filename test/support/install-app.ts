/** A person who adds the app to their workspace in a browser: the app's page, Slack's page, and back to the app. */
import { consent } from './consent.ts';

export interface Installing {
  readonly decision?: 'allow' | 'deny';
  /** The id of who installs it, and with that the workspace. Default: who stands first on Slack's page. */
  readonly installer?: string;
}

export interface InstallResult {
  /** Where Slack sent the person back to; null where it did not. */
  readonly location: URL | null;
  /** Of the page at the end: the app's, or Slack's where it sent nobody back. */
  readonly status: number;
  readonly text: string;
}

/** @param installUrl the app's own page, `/slack/install`: with a link to Slack on it, or leading there at once */
export async function installApp(installUrl: string, choices: Installing = {}): Promise<InstallResult> {
  const first = await fetch(installUrl, { redirect: 'manual' });
  const page = await first.text();
  const linked = /href="([^"]*\/oauth\/v2\/authorize[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
  const authorizeUrl = first.headers.get('location') ?? linked;
  if (authorizeUrl === undefined) throw new Error(`${installUrl} leads to no page of Slack: ${page}`);
  const { decision, installer } = choices;
  const answered = await consent(authorizeUrl, decision, installer === undefined ? {} : { installer });
  if (answered.location === null) return answered;
  const cookie = first.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0] ?? '')
    .join('; ');
  const back = await fetch(answered.location, { headers: { cookie }, redirect: 'manual' });
  return { location: answered.location, status: back.status, text: await back.text() };
}
