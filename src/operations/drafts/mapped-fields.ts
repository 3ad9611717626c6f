import type { SourceField } from '../../domain/source-schema.ts';

/** A field of the source, or of a parent. */
export interface NamedField extends Pick<SourceField, 'label' | 'type'> {
  /** In the CRM's own letter case. */
  readonly path: string;
}
