import type { ReactNode } from 'react';
import type { FileOnScreen } from '../../screen.ts';

export function FileCard({ file }: { readonly file: FileOnScreen }): ReactNode {
  const { name, title, size, path } = file;
  return (
    <div className="file" data-part="file">
      <span className="file-mark" aria-hidden="true">
        {(name.split('.').at(-1) ?? '').slice(0, 4).toUpperCase()}
      </span>
      <span className="file-words">
        <strong>{title === '' ? name : title}</strong>
        <small>
          {title === '' || title === name ? '' : `${name} · `}
          {sizeText(size)}
        </small>
      </span>
      <a className="button" href={path} download={name} aria-description={name}>
        Download
      </a>
    </div>
  );
}

const units = ['bytes', 'KB', 'MB', 'GB'];
const step = 1024;

/** "12.3 KB" */
function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= step && unit < units.length - 1) {
    value /= step;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
