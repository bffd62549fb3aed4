import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const AMQP = "import amqp from 'amqplib'; const connection = await amqp.connect(url); const channel = await connection.createChannel();";

/** What is wrong with each acknowledgement in a consumer's body. */
function kindsIn(body: string): readonly string[] {
  return modelOf(`${AMQP} channel.consume('q', async msg => { ${body} });`).prematureAcks.map(each => each.kind);
}

describe('acknowledgements', () => {
  it.each([
    ['in front of the work', 'channel.ack(msg); await handle(msg);', ['early']],
    ['in front of work with a part of it', 'const order = JSON.parse(msg.content); channel.ack(msg); await handle(order.id);', ['early']],
    ['behind the work', 'await handle(msg); channel.ack(msg);', []],
    ['in front of something else', 'channel.ack(msg); await flush();', []],
    ['after a look', 'await validate(msg); channel.ack(msg); await handle(msg);', ['early']],
    ['in finally', 'try { await handle(msg); } finally { channel.ack(msg); }', ['regardless']],
    ['in finally, after a catch that does something', 'try { await handle(msg); } catch (error) { await park(msg); } finally { channel.ack(msg); }', []],
    ['behind a catch that leaves', 'try { await handle(msg); } catch (error) { console.error(error); return; } channel.ack(msg);', []],
    ['on the way of a failure only', 'try { await handle(msg); } catch (error) { console.error(error); channel.ack(msg); }', []],
    ['in front of work with its parts', 'channel.ack(msg); for (const line of JSON.parse(msg.content).lines) { await save(line); }', ['early']],
    ['behind work with its parts', 'for (const line of JSON.parse(msg.content).lines) { await save(line); } channel.ack(msg);', []],
    ['in a loop, of the message before', 'for (const each of split(msg)) { await handle(each); } channel.ack(msg);', []],
  ])('%s', (_, body, kinds) => {
    expect(kindsIn(body)).toEqual(kinds);
  });
});
