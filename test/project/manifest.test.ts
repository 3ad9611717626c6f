import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { parse } from 'yaml';
import { projectRoot, recordedData } from '../support/project-root.ts';

const manifest: unknown = parse(readFileSync(join(projectRoot, 'manifest.yml'), 'utf8'));

describe('manifest.yml', () => {
  it('names the command', () => {
    expect(manifest).to.have.nested.property('features.slash_commands[0].command', '/crosswalk');
  });

  if (recordedData !== null) {
    it("validates against Slack's schema", () => {
      const schema: unknown = JSON.parse(
        readFileSync(join(recordedData ?? '', 'slack', 'manifest.schema.2.0.0.json'), 'utf8'),
      );
      const ajv = new Ajv({ strict: false, allErrors: true, formats: { uri: true } });
      const validate = ajv.compile(schema as object);
      validate(manifest);
      expect(validate.errors ?? []).to.deep.equal([]);
    });
  }
});
