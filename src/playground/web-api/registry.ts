import { assistantMethods } from './assistant.ts';
import { authMethods } from './auth.ts';
import { chatStreamMethods } from './chat-stream.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import type { Methods } from './method.ts';
import { oauthMethods } from './oauth.ts';
import { reactionMethods } from './reactions.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

/** Every Web API method that there is here. */
export const methods: Methods = {
  ...authMethods,
  ...oauthMethods,
  ...chatMethods,
  ...chatStreamMethods,
  ...viewMethods,
  ...conversationMethods,
  ...userMethods,
  ...fileMethods,
  ...reactionMethods,
  ...assistantMethods,
};
