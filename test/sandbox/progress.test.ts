import { showProgress } from '../../src/server/progress.ts';

function stream(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  // What a terminal can do beyond writing; the bar moves its cursor.
  const terminal = { columns: 120, cursorTo: () => true, moveCursor: () => true, clearLine: () => true, on: () => {} };
  return { out: { isTTY, write, ...terminal } as unknown as NodeJS.WriteStream, written };
}

describe('progress', () => {
  it('is a line for every tenth where there is no terminal', () => {
    const { out, written } = stream(false);
    const progress = showProgress('Working', out);
    for (let done = 1; done <= 1000; done++) progress.update(done, 1000);
    progress.end();
    const tenths = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
    expect(written).toEqual(['Working …\n', ...tenths.map((tenth) => `Working: ${tenth} %\n`)]);
  });

  it('goes on when there is more than was thought', () => {
    const { out, written } = stream(false);
    const progress = showProgress('Working', out);
    progress.update(900, 1000);
    progress.update(1500, 1500);
    expect(written).toEqual(['Working …\n', 'Working: 90 %\n', 'Working: 100 %\n']);
  });

  it('is a bar on a terminal', () => {
    const { out, written } = stream(true);
    const progress = showProgress('Working', out);
    progress.update(500, 1000);
    progress.update(1000, 1000);
    progress.end();
    const text = written.join('');
    expect(text).toContain('Working [');
    expect(text).toContain('100 %');
    expect(text).not.toContain('Working: ');
  });
});
