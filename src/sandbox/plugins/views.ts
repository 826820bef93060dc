import { type Html, html } from '../html.ts';
import type { StockPage } from '../pages.ts';
import { PERMISSIONS_PATH, PLUGINS_PATH } from '../permissions.ts';
import type { InstalledPlugin } from '../plugin-files.ts';
import type { PluginClient, Shelf } from './shelf.ts';

// The pages on which the system administrator installs the plugin.

const button = (action: string, text: string, kind = '') =>
  html`<form method="post" action="${PLUGINS_PATH}/${action}"><button type="submit" class="${kind}">${text}</button></form>`;

const uploadForm = html`<form method="post" action="${PLUGINS_PATH}/install" enctype="multipart/form-data" class="box-round search">
    <label for="plugin">Plugin zip</label>
    <div><input id="plugin" name="plugin" type="file" accept=".zip" required>
    <button type="submit">Install</button></div>
    <p class="hint">A zip of the plugin that is there takes its place.</p>
  </form>`;

/** @param faults why the last upload was refused. */
export function pluginsPage(shelf: Shelf, faults: string[] = []): StockPage {
  const plugin = shelf.installed();
  return {
    title: 'Plugins',
    body: html`${
      faults.length > 0 &&
      html`<div class="feedback-alert" role="alert"><p>Not installed. What has to be mended:</p>
        <ul>${faults.map((fault) => html`<li>${fault}</li>`)}</ul></div>`
    }
    ${plugin ? pluginBox(plugin, shelf) : html`<p>No plugin is installed.</p>`}
    ${uploadForm}`,
  };
}

function pluginBox(plugin: InstalledPlugin, shelf: Shelf): Html {
  const isEnabled = shelf.enabled() === plugin;
  const client = shelf.client();
  return html`<section class="box-round plugin" aria-labelledby="plugin-name">
    <h2 id="plugin-name">${plugin.name}</h2>
    <p>Version ${plugin.version}, ${isEnabled ? 'enabled' : 'not enabled'}</p>
    ${isEnabled && client && clientFacts(client)}
    <div class="actions">
      ${isEnabled ? button('disable', 'Disable') : html`<a href="${PLUGINS_PATH}/enable">Enable …</a>`}
      ${button('remove', 'Remove')}
    </div>
  </section>`;
}

const clientFacts = ({ clientId, clientSecret }: PluginClient) => html`<dl class="facts">
    <div><dt>Client ID</dt><dd><code>${clientId}</code></dd></div>
    <div><dt>Client secret</dt><dd><code>${clientSecret}</code></dd></div>
  </dl>`;

/** What an administrator agrees to. */
export function enablePage({ name, requests }: InstalledPlugin): StockPage {
  const none = html`<p>None.</p>`;
  return {
    title: `Enable ${name}`,
    body: html`<div class="box-round">
      <h2>Fields that it asks for</h2>
      ${
        requests.fields.length === 0
          ? none
          : html`<table class="results requests">
        <thead><tr><th scope="col">Table</th><th scope="col">Field</th><th scope="col">Access</th></tr></thead>
        <tbody>${requests.fields.map(
          ({ table, field, access }) => html`<tr><td>${table}</td><td>${field}</td><td>${access}</td></tr>`,
        )}</tbody>
      </table>`
      }
      <h2>Hosts that pages may show and call</h2>
      ${requests.hosts.length === 0 ? none : html`<ul>${requests.hosts.map((host) => html`<li>${host}</li>`)}</ul>`}
      <h2>Who may sign in by it</h2>
      <p>${requests.personas.join(', ') || 'Nobody'}, coming back to ${requests.redirectUri}</p>
      <p>Set the <a href="${PERMISSIONS_PATH}">permissions of its pages</a> first: a page without a setting is open to everybody.</p>
      <form method="post" action="${PLUGINS_PATH}/enable"><button type="submit" class="primary">Enable</button></form>
    </div>`,
  };
}
