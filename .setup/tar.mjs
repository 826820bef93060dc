// A tar archive as bytes (POSIX ustar, longer paths by a pax header), the same for the same files wherever it is made.

const BLOCK = 512;
// Before any of our files was written; a date of its own would make each archive another one.
const TIME = Date.UTC(2020, 0, 1) / 1000;
const LONGEST_NAME = 100;

/** `files`: path inside the archive (with `/`), content, and whether it can be run. Sorted by path. */
export function* tarOf(files) {
  for (const { name, bytes, isProgram = false } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (Buffer.byteLength(name) > LONGEST_NAME) {
      const record = paxRecord('path', name);
      yield header('././@PaxHeader', record.length, 'x', 0o644);
      yield* padded(record);
    }
    yield header(shortened(name), bytes.length, '0', isProgram ? 0o755 : 0o644);
    yield* padded(bytes);
  }
  yield Buffer.alloc(2 * BLOCK);
}

// The record counts its own length, digits included.
function paxRecord(key, value) {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

// Only whoever does not know pax reads this.
function shortened(name) {
  const bytes = Buffer.from(name);
  return bytes.length <= LONGEST_NAME ? name : bytes.subarray(bytes.length - LONGEST_NAME).toString('latin1');
}

function* padded(bytes) {
  yield bytes;
  const rest = bytes.length % BLOCK;
  if (rest > 0) yield Buffer.alloc(BLOCK - rest);
}

function header(name, size, type, mode) {
  const block = Buffer.alloc(BLOCK);
  const octal = (value, length) => `${value.toString(8).padStart(length - 1, '0')}\0`;
  block.write(name, 0, LONGEST_NAME);
  block.write(octal(mode, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(TIME, 12), 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\0', 257);
  block.write('00', 263);
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
