import { expect } from 'chai';
import { createDescribeCache } from '../../src/connectors/describe-cache.ts';
import type { SourceObject } from '../../src/domain/source-schema.ts';
import { caught } from '../support/caught.ts';

const anObject = (name: string): SourceObject => ({
  name,
  label: name,
  labelPlural: `${name}s`,
  custom: false,
  queryable: true,
  fields: [],
});

function aLoader() {
  const loads: string[] = [];
  return {
    loads,
    of: (name: string) => async (): Promise<SourceObject> => {
      loads.push(name);
      await Promise.resolve();
      return anObject(name);
    },
  };
}

describe('describe cache', () => {
  it('loads an object once at a time and keeps it, whatever the letter case', async () => {
    const loader = aLoader();
    const cache = createDescribeCache();
    await Promise.all([
      cache.get('Account', loader.of('Account')),
      cache.get('account', loader.of('Account')),
    ]);
    await cache.get('ACCOUNT', loader.of('Account'));
    expect(loader.loads).to.deep.equal(['Account']);
  });

  it('loads again what is too old', async () => {
    let now = 0;
    const loader = aLoader();
    const cache = createDescribeCache({ maxEntries: 5, maxAgeMs: 1_000 }, () => now);
    await cache.get('Account', loader.of('Account'));
    now = 999;
    await cache.get('Account', loader.of('Account'));
    expect(loader.loads).to.have.length(1);
    now = 1_000;
    await cache.get('Account', loader.of('Account'));
    expect(loader.loads).to.have.length(2);
  });

  it('drops what was used longest ago once it is full', async () => {
    const loader = aLoader();
    const cache = createDescribeCache({ maxEntries: 2, maxAgeMs: 1_000 }, () => 0);
    for (const name of ['Account', 'Contact', 'Account', 'Task', 'Account'])
      await cache.get(name, loader.of(name));
    expect(loader.loads).to.deep.equal(['Account', 'Contact', 'Task']);
    await cache.get('Contact', loader.of('Contact'));
    expect(loader.loads).to.deep.equal(['Account', 'Contact', 'Task', 'Contact']);
  });

  it('does not keep a failure, nor anything once it is cleared', async () => {
    const loader = aLoader();
    const cache = createDescribeCache();
    expect((await caught(cache.get('Task', () => Promise.reject(new Error('gone'))))).message).to.equal(
      'gone',
    );
    await cache.get('Task', loader.of('Task'));
    cache.clear();
    await cache.get('Task', loader.of('Task'));
    expect(loader.loads).to.deep.equal(['Task', 'Task']);
  });

  it('keeps the list of objects in the same way', async () => {
    let now = 0;
    let loads = 0;
    const cache = createDescribeCache({ maxEntries: 5, maxAgeMs: 1_000 }, () => now);
    const load = async () => {
      loads += 1;
      await Promise.resolve();
      return [];
    };
    await Promise.all([cache.list(load), cache.list(load)]);
    now = 999;
    await cache.list(load);
    expect(loads).to.equal(1);
    now = 1_000;
    await cache.list(load);
    expect(loads).to.equal(2);
    cache.clear();
    await caught(cache.list(() => Promise.reject(new Error('gone'))));
    await cache.list(load);
    expect(loads).to.equal(3);
  });
});
