/** The way to a database, which a test cuts and mends: as long as it is cut, nothing answers there. */
import { layCable } from './cable.ts';

export interface CutWay {
  /** The given URL by way of this. */
  readonly url: string;
  /** Breaks what is open, and lets nothing new through. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function openCutWay(to: string): Promise<CutWay> {
  const url = new URL(to);
  const cable = await layCable({ host: url.hostname, port: Number(url.port) });
  url.hostname = '127.0.0.1';
  url.port = String(cable.port);
  let isCut = false;

  async function cut(): Promise<void> {
    if (isCut) return;
    isCut = true;
    await cable.cut();
  }
  return {
    url: url.href,
    cut,
    async mend() {
      if (!isCut) return;
      await cable.mend();
      isCut = false;
    },
    close: cut,
  };
}
