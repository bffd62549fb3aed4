import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const lost = (body: string, client = 'PoolClient'): readonly string[] => {
  const file = modelOf(`import { ${client} } from 'pg'; export async function run(client: ${client}) { await client.query('BEGIN'); try { ${body} await client.query('COMMIT'); } catch (error) { await client.query('ROLLBACK'); throw error; } }`);
  return file.lostTransactions.map(each => `${file.sourceCode.getText(each.query)} > ${file.sourceCode.getText(each.next)}`);
};

describe('transactions that the server has given up', () => {
  it('says which statement failed, and what comes next', () => {
    expect(lost(`try { await client.query('a'); } catch (e) { console.error(e); }`)).toEqual([`client.query('a') > client.query('COMMIT')`]);
    expect(lost(`try { await client.query('a'); } catch (e) { console.error(e); } await client.query('b');`, 'Client')).toEqual([`client.query('a') > client.query('b')`]);
    expect(lost(`try { await client.query('a'); await client.query('b'); } catch (e) { console.error(e); }`)).toHaveLength(1);
  });

  it('is silent where the failure goes on, or the work is undone', () => {
    expect(lost(`try { await client.query('a'); } catch (e) { throw e; }`)).toEqual([]);
    expect(lost(`await client.query('SAVEPOINT s'); try { await client.query('a'); } catch (e) { console.error(e); await client.query('ROLLBACK TO s'); }`)).toEqual([]);
    expect(lost(`try { await client.query('a'); } catch (e) { report(e); }`)).toEqual([]);
    expect(lost(`await client.query('a');`)).toEqual([]);
  });
});
