// What a package may need at most. Ours has a dozen small files; these stop a zip that is made to fill memory.

export const LARGEST_ZIP = 10 * 1024 * 1024;
export const LARGEST_FILE = 5 * 1024 * 1024;
export const LARGEST_CONTENT = 20 * 1024 * 1024;
export const LARGEST_TEXT = 1024 * 1024;
export const MOST_FILES = 2000;
export const MOST_QUERIES = 200;
export const MOST_ENTRIES = 200;
/** Further ones are not listed. */
export const MOST_FINDINGS = 500;
