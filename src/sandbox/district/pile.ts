/** Millions of small records in typed arrays, to be put in order by slot: 17 bytes each instead of an object's 80. */
export class Pile {
  #count = 0;
  #slot: Int32Array;
  #student: Int32Array;
  #group: Int32Array;
  #kind: Uint8Array;
  #order = new Int32Array(0);
  #starts = new Int32Array(0);

  constructor(room: number) {
    this.#slot = new Int32Array(room);
    this.#student = new Int32Array(room);
    this.#group = new Int32Array(room);
    this.#kind = new Uint8Array(room);
  }

  get count(): number {
    return this.#count;
  }

  add(slot: number, student: number, group: number, kind: number): void {
    if (this.#count === this.#slot.length) this.#grow();
    this.#slot[this.#count] = slot;
    this.#student[this.#count] = student;
    this.#group[this.#count] = group;
    this.#kind[this.#count] = kind;
    this.#count++;
  }

  /** Sorts by slot (0 … slots − 1), keeping the order of coming within a slot. Nothing can be added after that. */
  sort(slots: number): void {
    const starts = new Int32Array(slots + 1);
    for (let i = 0; i < this.#count; i++) bump(starts, (this.#slot[i] as number) + 1);
    for (let slot = 0; slot < slots; slot++) starts[slot + 1] = (starts[slot + 1] as number) + (starts[slot] as number);
    const next = starts.slice();
    this.#order = new Int32Array(this.#count);
    for (let i = 0; i < this.#count; i++) this.#order[bump(next, this.#slot[i] as number)] = i;
    this.#starts = starts;
    this.#slot = new Int32Array(0);
  }

  /** The records of one slot. */
  at(slot: number): { student: number; group: number; kind: number }[] {
    const from = this.#starts[slot] as number;
    const to = this.#starts[slot + 1] as number;
    return Array.from(this.#order.subarray(from, to), (i) => ({
      student: this.#student[i] as number,
      group: this.#group[i] as number,
      kind: this.#kind[i] as number,
    }));
  }

  #grow(): void {
    const room = Math.ceil(this.#slot.length * 1.5) + 1000;
    const larger = (old: Int32Array) => {
      const copy = new Int32Array(room);
      copy.set(old);
      return copy;
    };
    this.#slot = larger(this.#slot);
    this.#student = larger(this.#student);
    this.#group = larger(this.#group);
    const kinds = new Uint8Array(room);
    kinds.set(this.#kind);
    this.#kind = kinds;
  }
}

/** Adds one and gives what was there before. */
function bump(counts: Int32Array, place: number): number {
  const before = counts[place] as number;
  counts[place] = before + 1;
  return before;
}
