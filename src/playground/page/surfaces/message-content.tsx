import type { ReactNode } from 'react';
import type { AttachmentOnScreen, MessageOnScreen } from '../../screen.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { LibraryBlock } from '../blocks/library-block.tsx';
import { Mrkdwn } from '../text/mrkdwn.tsx';
import { FileCard } from './file-card.tsx';

/** Blocks, or the text where there are none; what is attached, and files. */
export function MessageContent({ message }: { readonly message: MessageOnScreen }): ReactNode {
  const { attachments, files, isStreaming } = message;
  return (
    <>
      <Words message={message} />
      {isStreaming && <span className="streaming" role="status" aria-label="Still writing" />}
      {attachments.map((attachment, index) => (
        <Attachment key={index} attachment={attachment} />
      ))}
      {files.map((file) => (
        <FileCard key={file.id} file={file} />
      ))}
    </>
  );
}

function Words({ message }: { readonly message: MessageOnScreen }): ReactNode {
  const { blocks, text, markdown } = message;
  if (blocks.length > 0) return <Blocks blocks={blocks} />;
  if (markdown !== null) return <Markdown text={markdown} />;
  return text === '' ? null : <Mrkdwn text={text} />;
}

function Markdown({ text }: { readonly text: string }): ReactNode {
  const block = { type: 'markdown', text } as const;
  return <LibraryBlock block={block} />;
}

function Attachment({ attachment }: { readonly attachment: AttachmentOnScreen }): ReactNode {
  const { color, text, blocks } = attachment;
  // By the style object, which the page's policy allows, other than a style attribute.
  const paint = (element: HTMLElement | null): void => {
    if (color !== null) element?.style.setProperty('--attachment-color', color);
  };
  return (
    <div className="attachment" ref={paint}>
      {blocks.length > 0 ? <Blocks blocks={blocks} /> : <Mrkdwn text={text} />}
    </div>
  );
}
