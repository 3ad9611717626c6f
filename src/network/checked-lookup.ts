/** Where a name leads, checked at the moment of the connection: it must not lead to this machine or its network. */
import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '../domain/public-address.ts';

export interface LookupOptions {
  readonly allowsPrivate: boolean;
  /** All addresses of a name; the system's where it is not given. */
  readonly resolve?: Resolve;
}

export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

/** A name led to an address that is not public, or to none. */
export class PrivateAddress extends Error {}

/** Whether the host of a URL is an address that is not public. False of a name: nobody has looked that up yet. */
export function isPrivateAddress(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isPublicAddress(host);
}

/** What it gives is what is connected to: nobody can have it changed between the check and the connection. */
export function checkedLookup(options: LookupOptions): LookupFunction {
  return (name, { all = false }, callback) => void tellChecked(name, { all, callback }, options);
}

async function tellChecked(
  name: string,
  { all, callback }: { readonly all: boolean; readonly callback: Parameters<LookupFunction>[2] },
  options: LookupOptions,
): Promise<void> {
  try {
    const found = await checkedAddresses(name, options);
    const [first] = found;
    if (all) callback(null, [...found]);
    else callback(null, first.address, first.family);
  } catch (error) {
    callback(error instanceof Error ? error : new Error('It could not be looked up.'), '', 0);
  }
}

/** @throws PrivateAddress where one of them is not public: which one is called would be chance */
async function checkedAddresses(
  name: string,
  { allowsPrivate, resolve = resolveAll }: LookupOptions,
): Promise<readonly [LookupAddress, ...LookupAddress[]]> {
  const [first, ...others] = await resolve(name);
  if (first === undefined) throw new PrivateAddress();
  const found = [first, ...others] as const;
  if (!allowsPrivate && !found.every(({ address }) => isPublicAddress(address))) throw new PrivateAddress();
  return found;
}

function resolveAll(name: string): Promise<readonly LookupAddress[]> {
  return systemLookup(name, { all: true });
}
