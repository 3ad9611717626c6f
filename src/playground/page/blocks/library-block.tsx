import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { Message } from 'slack-blocks-to-jsx';
import type { Block } from 'slack-blocks-to-jsx';
import { useSession } from '../state/session.tsx';
import { emojiText } from '../text/emoji.ts';

const hooks = { emoji: ({ name }: { name: string }) => emojiText(name) };

interface LibraryBlockProps {
  readonly block: { readonly type: string };
}

/** A block that only shows something, by slack-blocks-to-jsx. */
export function LibraryBlock({ block }: LibraryBlockProps): ReactNode {
  const { screen, theme } = useSession();
  const { members, channels } = screen;
  return useMemo(() => {
    const data = {
      users: members.map(({ id, name }) => ({ id, name })),
      channels: channels.map(({ id, name }) => ({ id, name })),
    };
    // Its types are a copy of Slack's; what is wrong with a block the playground has said already.
    const blocks = [block as Block];
    return <Message withoutWrapper theme={theme} logo="" name="" blocks={blocks} data={data} hooks={hooks} />;
  }, [block, theme, members, channels]);
}
