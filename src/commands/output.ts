/** Progress and what went wrong, for whoever watches. */
export const say = (text: string) => process.stderr.write(`${text}\n`);

/** Results, for whoever or whatever reads them. */
export const tell = (text: string) => process.stdout.write(`${text}\n`);
