import { describe, expect, it } from 'vitest';
import { isDataType } from '../../../src/analysis/values/data-types.js';
import { modelOf } from '../../model.js';

const isData = (type: string, before = ''): boolean => {
  const file = modelOf(`${before} export function f(value: ${type}) { use(value); }`);
  const [use] = file.index.all('CallExpression');
  const { declared } = file.origins;
  return isDataType(declared.of(use!.arguments[0]!), declared);
};

describe('types of data', () => {
  it.each(['string', 'number | undefined', "'a' | 'b'", 'string[]', 'readonly Date[]', '{ id: string; tags: string[] }', 'Readonly<{ id: bigint }>'])('%s', type => expect(isData(type)).toBe(true));
  it.each(['any', 'unknown', 'Server', '() => void', '{ close(): void }', '{ log: () => void }', '{}', 'Promise<string>', 'string | Server'])('not %s', type => expect(isData(type)).toBe(false));
  it('looks through names in view', () => {
    expect(isData('User', 'interface User { id: string; address: Address } interface Address { city?: string }')).toBe(true);
    expect(isData('User', 'interface User extends Base { id: string }')).toBe(false);
    expect(isData('Id', 'type Id = string;')).toBe(true);
    expect(isData('Tree', 'interface Tree { id: string; children: Tree[] }')).toBe(false);
  });
});
