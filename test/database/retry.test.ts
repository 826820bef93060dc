import { again, isRolledBackForSure, isSafeToRepeat, isTransient, noteUncommitted } from '../../src/database/retry.ts';

const fault = (of: { number?: number; code?: string }) => Object.assign(new Error('from the server'), of);

/** Work that meets these faults, one after the other, and then succeeds. */
function scripted(...faults: unknown[]) {
  const tries: number[] = [];
  const begun = performance.now();
  const work = async () => {
    tries.push(performance.now() - begun);
    if (tries.length <= faults.length) throw faults[tries.length - 1];
    return 'done';
  };
  return { work, tries };
}

describe('what passes by itself', () => {
  it.each([1205, 1222, 3960, 40197, 40501, 40613, 49918, 49919, 49920, 10928, 10929])('is %i', (number) => {
    expect(isTransient(fault({ number }))).toBe(true);
  });
  it.each(['ESOCKET', 'ECONNRESET', 'ECONNCLOSED', 'ECLOSE'])('is %s', (code) => {
    expect(isTransient(fault({ code }))).toBe(true);
  });
  it.each([{ number: 2627 }, { number: 547 }, { number: 229 }, { code: 'ETIMEOUT' }, { code: 'ELOGIN' }, {}])(
    'is not %j',
    (of) => {
      expect(isTransient(fault(of))).toBe(false);
    },
  );
  it('is nothing that is no error at all', () => {
    for (const thrown of ['text', 5]) expect(isTransient(thrown)).toBe(false);
  });
});

describe('a transaction', () => {
  it.each([1205, 1222, 3960])('is done anew after %i, which rolled it back', (number) => {
    expect(isRolledBackForSure(fault({ number }))).toBe(true);
    expect(isSafeToRepeat(fault({ number }))).toBe(true);
  });
  it.each([{ code: 'ESOCKET' }, { code: 'ECONNRESET' }, { code: 'ETIMEOUT' }, { number: 40197 }, { number: 10928 }])(
    'is never done anew after %j when its commit may have been sent',
    async (of) => {
      const { work, tries } = scripted(fault(of));
      await expect(again(work, isSafeToRepeat)).rejects.toMatchObject(of);
      expect(tries).toHaveLength(1);
    },
  );
  it.each([{ code: 'ESOCKET' }, { code: 'ECONNRESET' }, { number: 40197 }, { number: 10928 }])(
    'is done anew after %j when its commit was not sent',
    async (of) => {
      const thrown = fault(of);
      noteUncommitted(thrown);
      const { work, tries } = scripted(thrown);
      expect(await again(work, isSafeToRepeat)).toBe('done');
      expect(tries).toHaveLength(2);
    },
  );
  it.each([{ code: 'ETIMEOUT' }, { number: 2627 }])('is not done anew after %j, which would come again', async (of) => {
    const thrown = fault(of);
    noteUncommitted(thrown);
    const { work } = scripted(thrown);
    await expect(again(work, isSafeToRepeat)).rejects.toBe(thrown);
  });
});

describe('again', () => {
  it('tries until it works, each time after a longer pause', async () => {
    const { work, tries } = scripted(fault({ number: 1205 }), fault({ code: 'ESOCKET' }), fault({ number: 40613 }));
    expect(await again(work)).toBe('done');
    const [first, second, third, fourth] = tries as [number, number, number, number];
    // Between half and one and a half times 80, 160, 320 ms.
    expect(second - first).toBeGreaterThan(35);
    expect(third - second).toBeGreaterThan(75);
    expect(fourth - third).toBeGreaterThan(155);
  });

  it('gives up after four times, with what came last', async () => {
    const { work, tries } = scripted(...[1205, 1222, 3960, 40501, 1205].map((number) => fault({ number })));
    await expect(again(work)).rejects.toMatchObject({ number: 40501 });
    expect(tries).toHaveLength(4);
  });

  it('pauses unevenly, so that those who met do not meet again', async () => {
    const pauses = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { work, tries } = scripted(fault({ number: 1205 }));
        await again(work);
        return tries[1] as number;
      }),
    );
    expect(Math.max(...pauses) - Math.min(...pauses)).toBeGreaterThan(10);
  });

  it('does nothing twice that failed for good', async () => {
    const { work, tries } = scripted(fault({ number: 2627 }));
    await expect(again(work)).rejects.toMatchObject({ number: 2627 });
    expect(tries).toHaveLength(1);
  });
});
