import { readFileSync } from 'node:fs';
import { SETTINGS } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What was set, one setting at a time. A line without a value in a settings file sets nothing: what is required is missing
 * then, and what has a usual value is not taken for that, but refused by whoever reads it. All faults are gathered, and
 * `end` throws them together; before that, what could not be read is undefined.
 */
export class Given {
  readonly #env: Environment;
  readonly #faults: string[] = [];

  constructor(env: Environment) {
    this.#env = env;
  }

  /** Was it set, here or in a file? */
  has(name: string): boolean {
    return this.#filled(name) !== undefined || this.#filled(`${name}_FILE`) !== undefined;
  }

  /** The text of a setting, or what holds when it is left out. */
  text(name: string): string {
    return this.#find(name) as string;
  }

  /** The same as what it means; whatever `read` throws is a fault of the setting. */
  read<T>(name: string, read: (value: string) => T): T {
    const value = this.#find(name);
    // Then the fault is noted already.
    if (value === undefined) return undefined as T;
    try {
      return read(value);
    } catch (fault) {
      this.#faults.push(`${name}: ${(fault as Error).message}`);
      return undefined as T;
    }
  }

  /** Notes that a setting is needed here, though not everywhere. */
  missing(name: string): undefined {
    return this.#fault(`${name} is missing: ${SETTINGS[name]?.what}`);
  }

  /** Throws one Error that lists all faults and shows no value. */
  end(): void {
    if (this.#faults.length > 0)
      throw new Error(`Settings at fault:\n${this.#faults.map((fault) => `  ${fault}`).join('\n')}`);
  }

  #filled(name: string): string | undefined {
    const value = this.#env[name];
    return value === undefined || value.trim() === '' ? undefined : value;
  }

  #find(name: string): string | undefined {
    const setting = SETTINGS[name];
    if (!setting) throw new Error(`There is no setting ${name}.`);
    const file = setting.secret ? this.#filled(`${name}_FILE`) : undefined;
    const plain = this.#filled(name);
    if (plain !== undefined && file !== undefined)
      return this.#fault(`${name} and ${name}_FILE are both set: leave one of them out`);
    if (file !== undefined) return this.#readFile(file, name);
    if (plain !== undefined) return plain;
    if (setting.fallback === undefined) return this.missing(name);
    return this.#env[name] === undefined || setting.fallback === '' ? setting.fallback : '';
  }

  #readFile(file: string, name: string): string | undefined {
    let text: string;
    try {
      text = readFileSync(file, 'utf8').trim();
    } catch {
      return this.#fault(`${name}_FILE cannot be read`);
    }
    // Whoever names a file means what is in it: nothing is not what holds when it is left out.
    return text === '' ? this.#fault(`${name} is missing: ${name}_FILE is empty`) : text;
  }

  #fault(text: string): undefined {
    this.#faults.push(text);
    return undefined;
  }
}
