// Scripts as they are given to sqlcmd: batches between lines that say GO, and $(NAME) for what differs from place to place.

const VARIABLE = /\$\(([A-Za-z]\w*)\)/g;

/** The batches of a script with its variables filled in. Throws when one is not given. */
export function scriptBatches(script: string, variables: Record<string, string> = {}): string[] {
  return script
    .replaceAll('\r\n', '\n')
    .split(/^\s*GO\s*$/im)
    .map((batch) => batch.replace(/^\s*--.*$/gm, '').trim())
    .filter((batch) => batch !== '')
    .map((batch) =>
      batch.replace(VARIABLE, (_all, name: string) => {
        const value = variables[name];
        if (value === undefined) throw new Error(`The script needs a value for $(${name}).`);
        return value;
      }),
    );
}
