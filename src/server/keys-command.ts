import type { Audit } from '../access/audit.ts';
import { seeKeys } from '../access/keys-check.ts';
import { rotateTexts } from '../access/keys-rotate.ts';
import { keyLines, rotatedLines } from '../access/keys-words.ts';
import { openCatalog } from '../database/catalog-open.ts';
import type { Database } from '../database/connect.ts';
import type { Config } from './config.ts';
import { KEYED_TABLES } from './keyed-tables.ts';
import { showProgress } from './progress.ts';

// The commands `keys check` and `keys rotate`.

interface Said {
  text: string;
  ok: boolean;
}

/** Which keys are used, needed, missing, or can go. Changes nothing. */
export async function checkKeyUse(database: Database, config: Config): Promise<Said> {
  const rings = { NOTE_KEYS: config.noteKeys, AUDIT_KEYS: config.auditKeys };
  const states = await counting(config, (count) => seeKeys(database, KEYED_TABLES, rings, count));
  return keyLines(config.sessionKeys.ids, states);
}

interface Rotate {
  database: Database;
  config: Config;
  audit: Audit;
  /** Where progress is shown. */
  out: NodeJS.WriteStream;
  signal?: AbortSignal;
}

/** Encrypts anew what is under an older key of NOTE_KEYS. */
export async function rotateNotes({ database, config, audit, out, signal }: Rotate): Promise<Said> {
  const shown = showProgress('Encrypting anew', out);
  try {
    const rotated = await counting(config, (count) =>
      rotateTexts({
        ...{ database, audit, keys: config.noteKeys, tables: KEYED_TABLES, count, progress: shown.update },
        ...(signal ? { signal } : {}),
      }),
    );
    return rotatedLines(rotated);
  } finally {
    shown.end();
  }
}

type Count = Parameters<typeof seeKeys>[3];

async function counting<T>(config: Config, work: (count: Count) => Promise<T>): Promise<T> {
  const catalog = openCatalog(config.databaseUrl);
  try {
    return await work((table) => catalog.keyUse(table));
  } finally {
    await catalog.close();
  }
}
