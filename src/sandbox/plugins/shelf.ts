import { randomBytes, randomUUID } from 'node:crypto';
import { checkZip } from '../../plugin/check.ts';
import { findingLine } from '../../plugin/finding.ts';
import { type InstalledPlugin, installPlugin, noPlugin } from '../plugin-files.ts';

// Where the stand-in keeps its plugin: one at most. Installed is not enabled: until an administrator has agreed to what it
// asks for, none of it is shown and nobody signs in by it.

export interface PluginClient {
  clientId: string;
  clientSecret: string;
}

export interface Shelf {
  /** What is enabled now; an empty plugin when nothing is. */
  enabled(): InstalledPlugin;
  installed(): InstalledPlugin | undefined;
  /** Made when the plugin is enabled for the first time; kept over versions, gone with the plugin. */
  client(): PluginClient | undefined;
  /** Takes a zip, and puts a newer version in the place of an older one. Returns why not, a line each; empty when it did. */
  install(zip: Buffer, zipName: string): Promise<string[]>;
  /** Throws when nothing is installed. */
  enable(): PluginClient;
  disable(): void;
  remove(): void;
}

/** @param start what is installed and enabled from the beginning. */
export function createShelf(start?: { plugin: InstalledPlugin; client: PluginClient }): Shelf {
  let [plugin, client, isEnabled] = [start?.plugin, start?.client, start !== undefined];

  function put(files: ReadonlyMap<string, Buffer>): string[] {
    const next = installPlugin(files);
    if (plugin && plugin.name !== next.name) return [`This stand-in holds one plugin. Remove ${plugin.name} first.`];
    // Whoever agreed to a version has not agreed to a next one that asks for something else.
    if (plugin && JSON.stringify(plugin.requests) !== JSON.stringify(next.requests)) isEnabled = false;
    plugin = next;
    return [];
  }

  return {
    enabled: () => (isEnabled && plugin) || noPlugin,
    installed: () => plugin,
    client: () => client,

    async install(zip, zipName) {
      const { findings, files } = await checkZip(zip, zipName);
      const errors = findings.filter(({ level }) => level === 'error');
      if (errors.length > 0) return errors.map(findingLine);
      try {
        return put(files);
      } catch (error) {
        return [(error as Error).message];
      }
    },

    enable() {
      if (!plugin) throw new Error('No plugin is installed.');
      client ??= { clientId: randomUUID(), clientSecret: randomBytes(24).toString('base64url') };
      isEnabled = true;
      return client;
    },
    disable() {
      isEnabled = false;
    },
    remove() {
      [plugin, client, isEnabled] = [undefined, undefined, false];
    },
  };
}
