import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

/** The work that is lost in a handler's body. */
function lostIn(body: string): readonly string[] {
  const file = modelOf(`import type { SQSHandler } from 'aws-lambda'; export const handler: SQSHandler = async event => { ${body} };`);
  return file.prematureAcks.filter(each => each.kind === 'unreported').map(each => file.sourceCode.getText(each.work.callee));
}

describe('messages of a batch', () => {
  it.each([
    ['caught one by one', 'for (const record of event.Records) { try { await save(record); } catch (error) { console.error(error); } }', ['save']],
    ['caught together', 'try { for (const record of event.Records) { await save(record); } return; } catch (error) { console.error(error); }', ['save']],
    ['with the parts of a message', 'for (const record of event.Records) { try { for (const line of JSON.parse(record.body).lines) { const { id } = line; await save(id); } } catch (error) { console.error(error); } }', ['save']],
    ['with a log entry behind', 'for (const record of event.Records) { try { await save(record); } catch (error) { console.error(error); } console.log(record.messageId); }', ['save']],
    ['with work behind', 'for (const record of event.Records) { try { await save(record); } catch (error) { console.error(error); } await notify(record); }', []],
    ['with nothing recorded', 'for (const record of event.Records) { try { await save(record); } catch {} }', []],
    ['with a throw behind', 'for (const record of event.Records) { try { await save(record); } catch (error) { console.error(error); } } throw new Error("some");', []],
    ['with an answer that may say it', 'for (const record of event.Records) { try { await save(record); } catch (error) { console.error(error); } } return answer;', []],
    ['counted', 'let done = 0; for (const record of event.Records) { try { await save(record); done++; } catch (error) { console.error(error); } } await tell(done);', []],
    ['with a way out of the loop', 'for (const record of event.Records) { try { await save(record); } catch (error) { console.error(error); break; } }', []],
    ['with a finally', 'for (const record of event.Records) { try { await save(record); } catch (error) { console.error(error); } finally { await tell(record); } }', []],
  ])('%s', (_, body, lost) => {
    expect(lostIn(body)).toEqual(lost);
  });
});
