import { InvalidArgumentError } from 'commander';
import { isRealDate } from '../server/words.ts';

// What is typed after a command's options, as values.

export const SIZES = ['small', 'bridgeport', 'boston', 'nyc'] as const;

export function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw new InvalidArgumentError('a port is a whole number up to 65535');
  return number;
}

export function day(text: string): string {
  if (!isRealDate(text)) throw new InvalidArgumentError('a day is written as 2026-11-20');
  return text;
}

export function seconds(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && number <= 300))
    throw new InvalidArgumentError('a number of seconds up to 300');
  return number;
}

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 2147483647)
    throw new InvalidArgumentError('a whole number from 1');
  return number;
}
