import { Fragment, memo, useMemo } from 'react';
import type { ReactNode } from 'react';
import { emojiText } from './emoji.ts';
import { Glyphs } from './glyphs.tsx';
import { parseMrkdwn } from './parse-mrkdwn.ts';
import type { Inline, MrkdwnPart } from './parse-mrkdwn.ts';
import { ReferenceText } from './reference-text.tsx';

/** Slack's mrkdwn. */
export const Mrkdwn = memo(function Mrkdwn({ text }: { readonly text: string }): ReactNode {
  const parts = useMemo(() => parseMrkdwn(text), [text]);
  return (
    <span className="mrkdwn">
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </span>
  );
});

function Part({ part }: { readonly part: MrkdwnPart }): ReactNode {
  switch (part.kind) {
    case 'preformatted':
      return <code className="preformatted">{part.text}</code>;
    case 'quote':
      return (
        <span className="quote">
          <Lines lines={part.lines} />
        </span>
      );
    case 'lines':
      break;
  }
  return <Lines lines={part.lines} />;
}

function Lines({ lines }: { readonly lines: readonly (readonly Inline[])[] }): ReactNode {
  return lines.map((line, index) => (
    <Fragment key={index}>
      {index > 0 && <br />}
      <Inlines inlines={line} />
    </Fragment>
  ));
}

function Inlines({ inlines }: { readonly inlines: readonly Inline[] }): ReactNode {
  return inlines.map((inline, index) => <InlineText key={index} inline={inline} />);
}

function InlineText({ inline }: { readonly inline: Inline }): ReactNode {
  switch (inline.kind) {
    case 'text':
      return <Glyphs text={inline.text} />;
    case 'code':
      return <code>{inline.text}</code>;
    case 'emoji':
      return <Glyphs text={emojiText(inline.name)} />;
    case 'bold':
      return (
        <strong>
          <Inlines inlines={inline.children} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Inlines inlines={inline.children} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Inlines inlines={inline.children} />
        </s>
      );
    case 'link':
    case 'user':
    case 'channel':
    case 'broadcast':
    case 'date':
      break;
  }
  return <ReferenceText reference={inline} />;
}
