/** GET and POST /oauth/v2/authorize: a person is asked whether the app may come into a workspace of theirs. */
import type { Platform, Slack } from '../slack.ts';
import { randomText } from '../slack.ts';
import type { Person } from '../workspace/model.ts';
import type { InstallRequest } from './codes.ts';
import { consentPage, problemPage } from './consent-page.ts';

/** What the browser is given: a page, or where to go. */
export type Shown =
  { readonly status: 200 | 400; readonly html: string } | { readonly status: 302; readonly location: string };

interface AskedPage {
  readonly request: InstallRequest;
  /** Where the answer goes. */
  readonly backTo: string;
  /** Whom the page lets one be. */
  readonly installers: ReadonlySet<string>;
}

/** Pages that were shown and not answered; the oldest are forgotten. */
const maxPages = 100;

export class Consents {
  private readonly pages = new Map<string, AskedPage>();
  private readonly platform: Platform;

  constructor(platform: Platform) {
    this.platform = platform;
  }

  ask(query: URLSearchParams): Shown {
    const { secrets, app } = this.platform;
    if (query.get('client_id') !== secrets.clientId) return problem('Invalid client_id parameter');
    const redirectUri = query.get('redirect_uri');
    const backTo = this.backTo(redirectUri);
    if (backTo === null) {
      const passed = redirectUri === null ? '' : ` Passed URI: ${redirectUri}`;
      return problem(`redirect_uri did not match any configured URIs.${passed}`);
    }
    const scopes = listOf(query.get('scope'));
    const userScopes = listOf(query.get('user_scope'));
    const invalid = [...scopes, ...userScopes].find((scope) => !/^[a-z]+[\w.:-]*$/.test(scope));
    if (invalid !== undefined) return problem(`Invalid permissions requested: ${invalid}`);
    if (scopes.length + userScopes.length === 0) return problem('No scopes requested');
    const workspaces = this.workspacesFor(query.get('team'));
    if (workspaces.length === 0) return problem('invalid_team_for_non_distributed_app');
    const choices = workspaces.map((slack) => ({
      workspace: slack.workspace.name,
      people: installersOf(slack),
    }));
    const id = randomText();
    const installers = new Set(choices.flatMap(({ people }) => people.map((person) => person.id)));
    const request = { scopes, userScopes, redirectUri, state: query.get('state') };
    this.pages.set(id, { request, backTo, installers });
    const [oldest] = this.pages.keys();
    if (this.pages.size > maxPages && oldest !== undefined) this.pages.delete(oldest);
    return { status: 200, html: consentPage({ page: id, app: app.name, choices, scopes, userScopes }) };
  }

  /** A page that is answered is gone. */
  answer(form: URLSearchParams): Shown {
    const page = this.pages.get(form.get('page') ?? '');
    if (page === undefined) return problem('This page is out of date. Go back to the app and begin anew.');
    this.pages.delete(form.get('page') ?? '');
    const { request, backTo, installers } = page;
    if (form.get('decision') !== 'allow') return back(backTo, request, { error: 'access_denied' });
    const installerId = form.get('installer') ?? [...installers][0] ?? '';
    const slack = [...this.platform.workspaces.values()].find(({ desks }) => desks.has(installerId));
    if (!installers.has(installerId) || slack === undefined) return problem('There is no such person.');
    const code = this.platform.codes.issue({ request, teamId: slack.workspace.id, installerId });
    return back(backTo, request, { code });
  }

  /** The address asked for where the app's settings cover it, the first of theirs where none was; or null. */
  private backTo(redirectUri: string | null): string | null {
    const configured = this.platform.redirectUris();
    if (redirectUri === null) return configured[0] ?? null;
    return configured.some((each) => isBelow(redirectUri, each)) ? redirectUri : null;
  }

  private workspacesFor(team: string | null): readonly Slack[] {
    const all = [...this.platform.workspaces.values()];
    return team === null ? all : all.filter(({ workspace }) => workspace.id === team);
  }
}

/** Owners and admins first; guests install nothing. */
function installersOf({ workspace }: Slack): readonly Person[] {
  return workspace.humans.filter(({ isGuest }) => !isGuest).toSorted((a, b) => rank(a) - rank(b));
}

function rank({ isOwner, isAdmin }: Person): number {
  if (isOwner) return 0;
  return isAdmin ? 1 : 2;
}

/** Same host and port, and a path that is the configured one or goes on from it. */
function isBelow(asked: string, configured: string): boolean {
  if (!URL.canParse(asked)) return false;
  const [one, other] = [new URL(asked), new URL(configured)];
  const path = other.pathname.replace(/\/$/, '');
  return one.origin === other.origin && (one.pathname === path || one.pathname.startsWith(`${path}/`));
}

function listOf(text: string | null): readonly string[] {
  return (text ?? '').split(/[\s,]+/).filter((each) => each !== '');
}

function back(address: string, { state }: InstallRequest, answer: Readonly<Record<string, string>>): Shown {
  const url = new URL(address);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  // Slack sends it back empty where there was none.
  url.searchParams.set('state', state ?? '');
  return { status: 302, location: url.toString() };
}

function problem(text: string): Shown {
  return { status: 400, html: problemPage(text) };
}
