import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { appOfManifest } from '../../src/playground/manifest.ts';
import { projectRoot } from '../support/project-root.ts';

const ours = parse(readFileSync(join(projectRoot, 'manifest.yml'), 'utf8')) as {
  readonly display_information: object;
  readonly features: object & { readonly slash_commands: readonly object[] };
  readonly oauth_config: object;
  readonly settings: object;
};

const long = (length: number): string => 'x'.repeat(length);
const shown = (given: object): object => ({
  ...ours,
  display_information: { ...ours.display_information, ...given },
});
const command = (given: object): object => ({
  ...ours,
  features: {
    ...ours.features,
    slash_commands: ours.features.slash_commands.map((each) => ({ ...each, ...given })),
  },
});

describe('the manifest of an app in the playground', () => {
  for (const [what, limit, made] of [
    ['name', 35, (text: string) => shown({ name: text })],
    ['description', 140, (text: string) => shown({ description: text })],
    ['command', 32, (text: string) => command({ command: text })],
    ['description of a command', 2_000, (text: string) => command({ description: text })],
    ['usage hint', 1_000, (text: string) => command({ usage_hint: text })],
  ] as const) {
    it(`is refused where a ${what} is longer than Slack takes`, () => {
      expect(() => appOfManifest(made(long(limit)))).not.to.throw();
      expect(() => appOfManifest(made(long(limit + 1)))).to.throw();
    });
  }

  it('says where people come back to who install it, and whether its tokens expire', () => {
    const redirectUri = 'https://crosswalk.example/slack/oauth_redirect';
    const given = {
      ...ours,
      oauth_config: { ...ours.oauth_config, redirect_urls: [redirectUri] },
      settings: { ...ours.settings, token_rotation_enabled: true },
    };
    expect(appOfManifest(given)).to.deep.include({ redirectUris: [redirectUri], isRotatingTokens: true });
    expect(appOfManifest(ours)).to.include({ isRotatingTokens: false });
  });
});
