import type { ReactNode } from 'react';

export interface NamedFile {
  readonly id: string;
  readonly name: string;
}

/** Files that were chosen and not sent yet, each with a button that takes it away. */
export function RemovableFiles(props: {
  readonly files: readonly NamedFile[];
  readonly label: string;
  readonly className?: string;
  /** Called with what is left. */
  readonly onLeft: (left: NamedFile[]) => void;
}): ReactNode {
  const { files, label, className, onLeft } = props;
  return (
    <ul className={className} aria-label={label}>
      {files.map(({ id, name }) => (
        <li key={id}>
          {name}
          <button
            type="button"
            className="remove"
            aria-label={`Remove ${name}`}
            onClick={() => onLeft(files.filter((each) => each.id !== id))}
          >
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}
