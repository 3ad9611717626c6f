import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { parse } from 'yaml';
import { commandName } from '../../src/slack/command-name.ts';
import { projectRoot, recordedData } from '../support/project-root.ts';

interface Manifest {
  readonly features: { readonly slash_commands: readonly { readonly command: string }[] };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: { readonly event_subscriptions: { readonly bot_events: readonly string[] } };
}

const manifest = parse(readFileSync(join(projectRoot, 'manifest.yml'), 'utf8')) as Manifest;

/** What Slack asks for, by method (https://docs.slack.dev/reference/methods); a new method adds its line. */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'auth.revoke': [],
  'auth.test': [],
  'assistant.threads.setStatus': ['assistant:write', 'chat:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read', 'im:read'],
  'conversations.join': ['channels:join'],
  'conversations.list': ['channels:read', 'groups:read', 'im:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  filesUploadV2: ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

const families = 'auth|chat|conversations|files|users|views|reactions|bots|team|assistant|usergroups';
const called = new RegExp(`\\.((?:${families})\\.[a-zA-Z.]+|filesUploadV2)\\(`, 'g');

const sources = readdirSync(join(projectRoot, 'src', 'slack'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(projectRoot, 'src', 'slack', path), 'utf8'));

const allMatches = (pattern: RegExp): string[] => [
  ...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))),
];

describe('manifest.yml', () => {
  it('names the command', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).to.deep.equal([commandName]);
  });

  it('asks for the scopes of every method that the bot calls', () => {
    const methods = allMatches(called);
    expect(methods).to.include('views.publish');
    expect(methods.filter((method) => scopesOf[method] === undefined)).to.deep.equal([]);
    const needed = new Set(methods.flatMap((method) => scopesOf[method] ?? []));
    expect(manifest.oauth_config.scopes.bot).to.include.members(['commands', ...needed]);
  });

  it('asks for every event that the bot listens to', () => {
    const events = allMatches(/\bevent: '([a-z_]+)'/g);
    expect(events).to.include('app_home_opened');
    const asked = manifest.settings.event_subscriptions.bot_events.map((event) => event.replace(/\..*$/, ''));
    expect(asked).to.include.members(events);
  });

  if (recordedData !== null) {
    it("validates against Slack's schema", () => {
      const schema: unknown = JSON.parse(
        readFileSync(join(recordedData ?? '', 'slack', 'manifest.schema.2.0.0.json'), 'utf8'),
      );
      const ajv = new Ajv({ strict: false, allErrors: true, formats: { uri: true } });
      const validate = ajv.compile(schema as object);
      validate(manifest);
      expect(validate.errors ?? []).to.deep.equal([]);
    });
  }
});
