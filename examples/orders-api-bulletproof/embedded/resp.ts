/** The part of the Redis wire protocol (RESP2) that a command list needs. */

export type Reply = string | number | null | Error | readonly Reply[];

export interface Parsed {
  readonly commands: readonly (readonly string[])[];
  readonly rest: Buffer;
}

const CRLF = '\r\n';

export function encodeReply(reply: Reply): string {
  if (reply === null) return '$-1\r\n';
  if (reply instanceof Error) return `-ERR ${reply.message}\r\n`;
  if (typeof reply === 'number') return `:${String(reply)}\r\n`;
  if (typeof reply === 'string') return `$${String(Buffer.byteLength(reply))}\r\n${reply}\r\n`;
  return `*${String(reply.length)}\r\n${reply.map(encodeReply).join('')}`;
}

/** Takes every complete command off the front of the buffer; what is left waits for the next packet. */
export function parseCommands(buffer: Buffer): Parsed {
  const commands: (readonly string[])[] = [];
  let rest = buffer;
  for (let next = parseOne(rest); next !== undefined; next = parseOne(rest)) {
    commands.push(next.command);
    rest = rest.subarray(next.length);
  }
  return { commands, rest };
}

function parseOne(buffer: Buffer): { command: readonly string[]; length: number } | undefined {
  const header = readLine(buffer, 0);
  if (header === undefined) return undefined;
  const command: string[] = [];
  let offset = header.end;
  for (let index = 0; index < Number(header.text.slice(1)); index += 1) {
    const size = readLine(buffer, offset);
    if (size === undefined) return undefined;
    const end = size.end + Number(size.text.slice(1));
    if (buffer.length < end + CRLF.length) return undefined;
    command.push(buffer.toString('utf8', size.end, end));
    offset = end + CRLF.length;
  }
  return { command, length: offset };
}

function readLine(buffer: Buffer, from: number): { text: string; end: number } | undefined {
  const at = buffer.indexOf(CRLF, from);
  return at === -1 ? undefined : { text: buffer.toString('utf8', from, at), end: at + CRLF.length };
}
