/** Frames of the PostgreSQL wire protocol, as far as a proxy in front of one backend must know them. */

const SSL_REQUEST = 80_877_103;
const CANCEL_REQUEST = 80_877_102;
const LENGTH_BYTES = 4;

export interface Frame {
  /** The type letter; what precedes the start-up has none. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface Frames {
  readonly frames: readonly Frame[];
  readonly rest: Buffer;
  readonly started: boolean;
}

export function takeFrames(buffer: Buffer, started: boolean): Frames {
  const frames: Frame[] = [];
  let rest = buffer;
  let isStarted = started;
  for (;;) {
    const lengthAt = isStarted ? 1 : 0;
    if (rest.length < lengthAt + LENGTH_BYTES) break;
    const size = lengthAt + rest.readInt32BE(lengthAt);
    if (rest.length < size) break;
    const type = isStarted ? String.fromCharCode(rest[0] ?? 0) : preludeType(rest);
    frames.push({ type, bytes: new Uint8Array(rest.subarray(0, size)) });
    rest = rest.subarray(size);
    if (type === 'startup') isStarted = true;
  }
  return { frames, rest, started: isStarted };
}

function preludeType(buffer: Buffer): string {
  const code = buffer.readInt32BE(LENGTH_BYTES);
  if (code === SSL_REQUEST) return 'ssl';
  return code === CANCEL_REQUEST ? 'cancel' : 'startup';
}

function frame(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(1 + LENGTH_BYTES);
  head.write(type);
  head.writeInt32BE(LENGTH_BYTES + body.length, 1);
  return Buffer.concat([head, body]);
}

function parameter(name: string, value: string): Buffer {
  return frame('S', Buffer.from(`${name}\0${value}\0`));
}

export const NO_SSL = Buffer.from('N');

/** Whoever connects is let in: this database lives on the loopback interface for minutes. */
export const WELCOME = Buffer.concat([
  frame('R', Buffer.alloc(4)),
  parameter('server_version', '17.0'),
  parameter('server_encoding', 'UTF8'),
  parameter('client_encoding', 'UTF8'),
  parameter('DateStyle', 'ISO, MDY'),
  parameter('standard_conforming_strings', 'on'),
  frame('K', Buffer.alloc(8)),
  frame('Z', Buffer.from('I')),
]);

/** The backend ends each exchange with `Z`, five bytes of header and one of status: `I` means no open transaction. */
export function endsIdle(reply: Uint8Array): boolean {
  return reply.at(-6) === 'Z'.charCodeAt(0) && reply.at(-1) === 'I'.charCodeAt(0);
}
