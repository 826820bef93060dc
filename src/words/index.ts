// The language that the staff's pages speak. Another one is another file with the same names.
export * from './en.ts';
