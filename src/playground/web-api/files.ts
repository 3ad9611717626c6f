import { z } from 'zod';
import type { Slack } from '../slack.ts';
import { fileJson } from '../workspace/file-json.ts';
import { makeRoom } from '../workspace/file-room.ts';
import { mimetypeOf } from '../workspace/mimetype.ts';
import type { StoredFile } from '../workspace/model.ts';
import { emptyContent, postMessage } from '../workspace/post-message.ts';
import { ApiError } from './api-error.ts';
import { threadOf } from './chat.ts';
import { conversationToPostIn } from './find-conversation.ts';
import { readContent } from './message-content.ts';
import { arg, method, tiers } from './method.ts';
import type { Methods } from './method.ts';

/** Slack's bound on a file. */
export const maxFileBytes = 1_073_741_824;

const listOfFiles = arg.json.pipe(z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1));

export const fileMethods: Methods = {
  'files.getUploadURLExternal': method({
    scopes: ['files:write'],
    perMinute: tiers.four,
    args: {
      filename: arg.text,
      length: arg.count,
      alt_txt: arg.text.optional(),
      snippet_type: arg.text.optional(),
    },
    run(slack, { filename, length }) {
      if (length < 1) throw new ApiError('invalid_arguments', ['length must be greater than 0']);
      if (length > maxFileBytes) throw new ApiError('file_upload_size_restricted');
      const file: StoredFile = {
        id: slack.ids.make('F'),
        name: filename,
        title: filename,
        userId: slack.workspace.bot.id,
        mimetype: mimetypeOf(filename),
        createdAt: Math.floor(slack.clock.now().getTime() / 1_000),
        size: length,
        bytes: null,
        isComplete: false,
        sharedIn: new Set(),
      };
      slack.workspace.files.set(file.id, file);
      makeRoom(slack.workspace.files);
      return { upload_url: `${slack.origin()}/upload/v1/${file.id}`, file_id: file.id };
    },
  }),

  'files.completeUploadExternal': method({
    scopes: ['files:write'],
    perMinute: tiers.four,
    args: {
      files: z.unknown(),
      channel_id: arg.text.optional(),
      thread_ts: arg.text.optional(),
      initial_comment: arg.text.optional(),
      blocks: z.unknown().optional(),
    },
    run(slack, args) {
      const read = listOfFiles.safeParse(args.files);
      if (!read.success) throw new ApiError('invalid_arguments', ['files must be a list with ids']);
      const files = read.data.map(({ id, title }) => {
        const file = uploaded(slack, id);
        if (title !== undefined) file.title = title;
        return file;
      });
      if (args.channel_id !== undefined) share(slack, files, { ...args, channel_id: args.channel_id });
      for (const file of files) file.isComplete = true;
      return { files: files.map((file) => fileJson(slack, file)) };
    },
  }),

  'files.info': method({
    scopes: ['files:read'],
    perMinute: tiers.four,
    args: { file: arg.text },
    run: (slack, { file }) => ({ file: fileJson(slack, complete(slack, file)), comments: [] }),
  }),

  'files.delete': method({
    scopes: ['files:write'],
    args: { file: arg.text },
    run(slack, { file }) {
      const found = complete(slack, file);
      if (found.userId !== slack.workspace.bot.id) throw new ApiError('cant_delete_file');
      slack.workspace.files.delete(file);
      slack.changed();
      return {};
    },
  }),
};

interface Share {
  readonly channel_id: string;
  readonly thread_ts?: string;
  readonly initial_comment?: string;
  readonly blocks?: unknown;
}

function share(slack: Slack, files: readonly StoredFile[], args: Share): void {
  const conversation = conversationToPostIn(slack, args.channel_id);
  const { initial_comment: text, blocks } = args;
  postMessage(slack, conversation, {
    userId: slack.workspace.bot.id,
    content: text === undefined && blocks === undefined ? emptyContent : readContent(slack, { text, blocks }),
    files: files.map(({ id }) => id),
    threadTs: threadOf(conversation, args.thread_ts),
  });
}

function uploaded({ workspace }: Slack, id: string): StoredFile {
  const file = workspace.files.get(id);
  if (file === undefined || file.bytes === null || file.isComplete) throw new ApiError('file_not_found');
  return file;
}

function complete({ workspace }: Slack, id: string): StoredFile {
  const file = workspace.files.get(id);
  if (file === undefined || !file.isComplete) throw new ApiError('file_not_found');
  return file;
}
