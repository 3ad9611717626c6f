import type { Act, ActResult } from '../../act.ts';

const chunkBytes = 0x80_00;

/** @returns the file's id in the workspace; null where it was refused. */
export async function uploadFile(
  act: (act: Act) => Promise<ActResult | null>,
  file: File,
): Promise<string | null> {
  const content = base64(new Uint8Array(await file.arrayBuffer()));
  const mimetype = file.type === '' ? 'application/octet-stream' : file.type;
  const result = await act({ act: 'upload', name: file.name, mimetype, content });
  return result?.fileId ?? null;
}

/** In pieces: a function takes only so many arguments. */
function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    text += String.fromCharCode(...bytes.subarray(at, at + chunkBytes));
  }
  return btoa(text);
}
