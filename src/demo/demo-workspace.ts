import { readFile } from 'node:fs/promises';
import { WebClient } from '@slack/web-api';
import { parse } from 'yaml';
import { appOfManifest, startPlayground } from '../playground/index.ts';
import type { Member } from '../playground/screen.ts';
import { pageFile } from '../playground/page-files.ts';
import { greeting } from './greeting.ts';
import { portError } from './port-error.ts';

const manifestFile = new URL('../../../manifest.yml', import.meta.url);
const channel = 'crm-syncs';

/** Who one can be, with what they may do. The owner of a workspace is always an admin. */
const owner = { name: 'Ada Lovelace', handle: 'ada', isOwner: true, isAdmin: true } as const;
const operator = { name: 'Otto Weber', handle: 'otto' } as const;
const viewer = { name: 'Vera Lind', handle: 'vera' } as const;

/** A Slack workspace in the browser. */
export interface DemoWorkspace {
  readonly url: string;
  /** The settings that lead Crosswalk there: addresses and tokens, as for any other workspace. */
  readonly environment: Readonly<Record<string, string>>;
  readonly people: readonly Member[];
  readonly operator: Pick<Member, 'id' | 'name'>;
  /** Says in #crm-syncs what to try first. */
  greet(): Promise<void>;
  close(): Promise<void>;
}

/** @throws UserError where the port is in use. */
export async function startDemoWorkspace(port: number): Promise<DemoWorkspace> {
  const manifest: unknown = parse(await readFile(manifestFile, 'utf8'));
  const app = appOfManifest(manifest);
  const bot = app.botHandle ?? app.name.toLowerCase();
  const playground = await startPlayground({
    port,
    app,
    page: pageFile,
    workspace: {
      name: 'Acme',
      people: [owner, operator, viewer],
      channels: [
        {
          name: channel,
          topic: 'What the integrations between the CRMs and the customer data hub did',
          members: [owner.handle, operator.handle, viewer.handle, bot],
        },
        { name: 'general', topic: 'Everything else' },
      ],
    },
  }).catch((error: unknown) => {
    throw portError(error, port) ?? error;
  });
  const { apiUrl, botToken, appToken, people, url } = playground;
  const found = people.find(({ handle }) => handle === operator.handle);
  if (found === undefined) throw new Error('The playground has no operator.');
  return {
    url,
    environment: { SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken },
    people,
    operator: { id: found.id, name: found.name },
    async greet() {
      const slack = new WebClient(botToken, { slackApiUrl: apiUrl });
      await slack.chat.postMessage({ channel: playground.channelId(channel), ...greeting });
    },
    close: () => playground.close(),
  };
}
