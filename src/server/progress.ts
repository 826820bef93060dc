import cliProgress from 'cli-progress';

// How far a long work is: a bar on a terminal, else a line for every tenth, so that a log stays readable.

export interface Progress {
  update(done: number, about: number): void;
  end(): void;
}

const TENTHS = 10;

/** Shows the progress of one work. Call `end` also when the work fails. */
export function showProgress(title: string, out: NodeJS.WriteStream): Progress {
  return out.isTTY ? asBar(title, out) : asLines(title, out);
}

function asBar(title: string, stream: NodeJS.WriteStream): Progress {
  const format = `${title} [{bar}] {percentage} % · {value} of about {total} rows · {eta_formatted} left`;
  // A cursor that was hidden would stay so after Ctrl+C.
  const bar = new cliProgress.SingleBar({ stream, format, hideCursor: false }, cliProgress.Presets.shades_classic);
  bar.start(1, 0);
  return {
    update: (done, about) => {
      bar.setTotal(about);
      bar.update(done);
    },
    end: () => bar.stop(),
  };
}

function asLines(title: string, out: NodeJS.WriteStream): Progress {
  let told = 0;
  out.write(`${title} …\n`);
  return {
    update: (done, about) => {
      const tenth = Math.floor((TENTHS * done) / about);
      if (tenth <= told) return;
      told = tenth;
      out.write(`${title}: ${tenth * TENTHS} %\n`);
    },
    end: () => {},
  };
}
