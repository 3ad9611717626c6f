import { z } from 'zod';
import { characters } from './blocks/text.ts';
import type { AppInput } from './options.ts';

/** Slack's limits on the parts of a manifest. */
const limits = {
  appName: 35,
  description: 140,
  botName: 80,
  command: { name: 32, description: 2_000, usageHint: 1_000 },
} as const;

/** The parts of an app's manifest that the playground goes by (https://docs.slack.dev/reference/app-manifest). */
const manifest = z.looseObject({
  display_information: z.looseObject({
    name: characters(limits.appName, 1),
    description: characters(limits.description).optional(),
  }),
  features: z.looseObject({
    app_home: z
      .looseObject({
        home_tab_enabled: z.boolean().optional(),
        messages_tab_enabled: z.boolean().optional(),
        messages_tab_read_only_enabled: z.boolean().optional(),
      })
      .optional(),
    bot_user: z.looseObject({ display_name: characters(limits.botName, 1) }),
    slash_commands: z
      .array(
        z.looseObject({
          command: characters(limits.command.name, 1),
          description: characters(limits.command.description, 1),
          usage_hint: characters(limits.command.usageHint).optional(),
          should_escape: z.boolean().optional(),
        }),
      )
      .optional(),
    shortcuts: z
      .array(
        z.looseObject({ name: z.string(), type: z.enum(['global', 'message']), callback_id: z.string() }),
      )
      .optional(),
  }),
  oauth_config: z.looseObject({
    scopes: z.looseObject({ bot: z.array(z.string()) }),
    redirect_urls: z.array(z.url()).optional(),
  }),
  settings: z.looseObject({
    event_subscriptions: z.looseObject({ bot_events: z.array(z.string()).optional() }).optional(),
    token_rotation_enabled: z.boolean().optional(),
  }),
});

/** @throws z.ZodError where it is no manifest of an app with a bot. */
export function appOfManifest(given: unknown): AppInput {
  const { display_information: display, features, oauth_config: oauth, settings } = manifest.parse(given);
  const { app_home: home, bot_user: bot } = features;
  return {
    name: display.name,
    description: display.description,
    botHandle: bot.display_name.toLowerCase().replaceAll(/\s+/g, '_'),
    scopes: oauth.scopes.bot,
    events: settings.event_subscriptions?.bot_events ?? [],
    commands: features.slash_commands?.map((each) => ({
      command: each.command,
      description: each.description,
      usageHint: each.usage_hint,
      shouldEscape: each.should_escape,
    })),
    shortcuts: features.shortcuts?.map(({ name, type, callback_id: callbackId }) => ({
      name,
      type,
      callbackId,
    })),
    redirectUris: oauth.redirect_urls,
    isRotatingTokens: settings.token_rotation_enabled === true,
    hasHome: home?.home_tab_enabled === true,
    hasMessages: home?.messages_tab_enabled === true && home.messages_tab_read_only_enabled !== true,
  };
}
