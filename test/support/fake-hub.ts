import { UserError } from '../../src/domain/errors.ts';
import { hubObjects } from '../../src/domain/hub-object.ts';
import type { HubAttribute, HubObjectName } from '../../src/domain/hub-object.ts';
import type { Hub } from '../../src/hub/hub.ts';

/** Attributes in memory, refused as the hub refuses them. */
export class FakeHub implements Pick<Hub, 'attributes' | 'addAttributes'> {
  readonly added = new Map<HubObjectName, HubAttribute[]>();

  attributes(object: HubObjectName): Promise<readonly HubAttribute[]> {
    return Promise.resolve([...hubObjects[object].attributes, ...(this.added.get(object) ?? [])]);
  }

  async addAttributes(
    object: HubObjectName,
    attributes: readonly Pick<HubAttribute, 'name' | 'label' | 'type'>[],
  ): Promise<void> {
    for (const attribute of attributes) {
      const known = (await this.attributes(object)).find(({ name }) => name === attribute.name);
      if (known !== undefined && known.type !== attribute.type) {
        throw new UserError(`${attribute.name} is a ${known.type} already.`, {
          code: 'attribute_type_differs',
        });
      }
      if (known !== undefined) continue;
      const more = { ...attribute, isKey: false, isStandard: false };
      this.added.set(object, [...(this.added.get(object) ?? []), more]);
    }
  }
}
