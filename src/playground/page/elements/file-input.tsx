import { useState } from 'react';
import type { ReactNode } from 'react';
import type { FileInput } from '@slack/types';
import { useSession } from '../state/session.tsx';
import { RemovableFiles } from '../surfaces/removable-files.tsx';
import { uploadFile } from '../state/upload-file.ts';
import { namingAttributes, useElement } from './surface.tsx';
import type { ElementProps } from './surface.tsx';

const usualMost = 10;

export function FileInputElement({ element, blockId, naming }: ElementProps<FileInput>): ReactNode {
  const { value, use } = useElement(blockId, element.action_id);
  const { act } = useSession();
  const [isUploading, setIsUploading] = useState(false);
  const files = filesOf(value?.['files']);
  const most = element.max_files ?? usualMost;

  async function add(chosen: readonly File[]): Promise<void> {
    setIsUploading(true);
    const ids = await Promise.all(chosen.slice(0, most - files.length).map((file) => uploadFile(act, file)));
    setIsUploading(false);
    void use([...files.map(({ id }) => id), ...ids.filter((id) => id !== null)]);
  }

  return (
    <div className="file-input">
      <input
        type="file"
        multiple={most > 1}
        accept={element.filetypes?.map((type) => `.${type}`).join(',')}
        disabled={isUploading || files.length >= most}
        {...namingAttributes(naming, 'Files')}
        onChange={({ target }) => {
          const chosen = [...(target.files ?? [])];
          target.value = '';
          void add(chosen);
        }}
      />
      {isUploading && <small role="status">Uploading…</small>}
      <RemovableFiles
        files={files}
        label="Chosen files"
        onLeft={(left) => void use(left.map(({ id }) => id))}
      />
    </div>
  );
}

function filesOf(files: unknown): { id: string; name: string }[] {
  if (!Array.isArray(files)) return [];
  return files.map((file: unknown) => {
    const { id, name } = file as { id: string; name?: string };
    return { id, name: name ?? id };
  });
}
