import type { Slack } from '../slack.ts';
import type { StoredFile } from './model.ts';

/** A file as Slack's answers and events have it. */
export function fileJson(slack: Slack, file: StoredFile): Readonly<Record<string, unknown>> {
  const { workspace } = slack;
  const path = `files-pri/${workspace.id}-${file.id}`;
  const name = encodeURIComponent(file.name);
  const sharedIn = [...file.sharedIn];
  const ofType = (type: string): string[] =>
    sharedIn.filter((id) => workspace.conversations.get(id)?.type === type);
  return {
    id: file.id,
    created: file.createdAt,
    timestamp: file.createdAt,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.name.includes('.') ? file.name.split('.').at(-1) : 'binary',
    user: file.userId,
    user_team: workspace.id,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    is_public: ofType('public').length > 0,
    url_private: `${slack.origin()}/${path}/${name}`,
    url_private_download: `${slack.origin()}/${path}/download/${name}`,
    permalink: `${slack.origin()}/files/${file.userId}/${file.id}/${name}`,
    channels: ofType('public'),
    groups: ofType('private'),
    ims: ofType('direct'),
  };
}
