import type { FieldDefinition } from './field-definition.ts';
import { withFields } from './object-definition.ts';
import type { ObjectDefinition } from './object-definition.ts';
import { standardObjects } from './objects/index.ts';

/** The objects of one org, found without letter case. What the user may not see is not in here. */
export class Schema {
  private readonly objects = new Map<string, ObjectDefinition>();
  private customObjects = 0;

  constructor() {
    for (const object of standardObjects) this.set(object);
  }

  all(): ObjectDefinition[] {
    return [...this.objects.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): ObjectDefinition | undefined {
    return this.objects.get(name.toLowerCase());
  }

  /** @throws Error where there is none: a mistake of the program that fills the org. */
  object(name: string): ObjectDefinition {
    const found = this.find(name);
    if (found === undefined) throw new Error(`The sandbox has no object ${name}; define it first.`);
    return found;
  }

  /** @throws Error where there is none: a mistake of the program that fills the org. */
  field(object: string, name: string): FieldDefinition {
    const found = this.object(object).byName.get(name.toLowerCase());
    if (found === undefined) throw new Error(`${object} has no field ${name}.`);
    return found;
  }

  byPrefix(id: string): ObjectDefinition | undefined {
    const prefix = id.slice(0, 3);
    for (const object of this.objects.values()) if (object.keyPrefix === prefix) return object;
    return undefined;
  }

  set(object: ObjectDefinition): void {
    this.objects.set(object.name.toLowerCase(), object);
  }

  /** Puts `field` beside the others, or in the place of the one of its name. */
  setField(object: string, field: FieldDefinition): void {
    const found = this.object(object);
    const others = found.fields.filter((each) => each.name !== field.name);
    this.set(withFields(found, [...others, field]));
  }

  /** As field-level security does: the field is in no describe and no query any more. Its values stay. */
  hideField(object: string, name: string): void {
    const hidden = this.field(object, name);
    const found = this.object(object);
    this.set(
      withFields(
        found,
        found.fields.filter((each) => each !== hidden),
      ),
    );
  }

  /** `a00`, `a01` … as an org gives them to custom objects. */
  nextKeyPrefix(): string {
    const number = this.customObjects;
    this.customObjects += 1;
    return `a${number.toString(36).padStart(2, '0').toUpperCase()}`;
  }
}
