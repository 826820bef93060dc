import { createServer, connect as dial, type Server, type Socket } from 'node:net';

// SQL Server's packets: what a message is about stands at its beginning.
const TRANSACTION_REQUEST = 0x0e;
const COMMIT = 7;
const HEADER_BYTES = 8;
const LOGIN = 0x10;
const TYPE_FLAGS_AT = HEADER_BYTES + 26;
const READ_ONLY_INTENT = 0x20;

/** A line between the service and its database that can be cut and mended. */
export class Line {
  readonly #target: { server: string; port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #atCommit: (() => void) | undefined;
  port = 0;
  /** For each login that went by: did it ask for a readable copy? */
  readonly readOnlyLogins: boolean[] = [];

  constructor(target: { server: string; port: number }) {
    this.#target = target;
  }

  async mend(): Promise<void> {
    this.#server = createServer((from) => {
      const to = dial(this.#target.port, this.#target.server);
      this.#join(from, to);
      this.#join(to, from);
      from.on('data', (packet) => {
        if (packet[0] === LOGIN) this.readOnlyLogins.push(((packet[TYPE_FLAGS_AT] ?? 0) & READ_ONLY_INTENT) !== 0);
        if (this.#atCommit && isCommitRequest(packet)) this.#withoutAnswer(from, to, packet);
        else to.write(packet);
      });
      to.on('data', (packet) => from.write(packet));
    });
    await new Promise<void>((done) => this.#server?.listen(this.port, '127.0.0.1', done));
    this.port = (this.#server.address() as { port: number }).port;
  }

  async cut(): Promise<void> {
    const closed = new Promise((done) => this.#server?.close(done));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** The next commit reaches the database, and its answer never comes back. Resolves when that has happened. */
  loseNextCommit(): Promise<void> {
    return new Promise((done) => {
      this.#atCommit = done;
    });
  }

  #withoutAnswer(from: Socket, to: Socket, packet: Buffer): void {
    const done = this.#atCommit;
    this.#atCommit = undefined;
    to.removeAllListeners('data');
    to.once('data', () => {
      from.destroy();
      to.destroy();
      done?.();
    });
    to.write(packet);
  }

  #join(one: Socket, other: Socket): void {
    this.#sockets.add(one);
    one.on('error', () => other.destroy());
    one.on('close', () => {
      this.#sockets.delete(one);
      other.destroy();
    });
  }
}

function isCommitRequest(packet: Buffer): boolean {
  if (packet[0] !== TRANSACTION_REQUEST) return false;
  const headers = packet.readUInt32LE(HEADER_BYTES);
  return packet.readUInt16LE(HEADER_BYTES + headers) === COMMIT;
}
