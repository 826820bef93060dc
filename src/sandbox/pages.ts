import { type Html, html } from './html.ts';
import { type NavigationRequest, type NavigationStyle, renderAtEnd, renderNavigation } from './navigation.ts';
import type { Permissions } from './permissions.ts';
import type { InstalledPlugin } from './plugin-files.ts';
import { type PsScope, renderPsHtml } from './ps-html.ts';
import type { SisPerson, SisStudent } from './sis-data.ts';
import { builtInWildcard, type PageParts } from './wildcards.ts';

// Puts a page of the SIS together: the plugin's PS-HTML, or one of the stand-in's own.

export interface PageRequest {
  /** Path in the SIS without the query. */
  path: string;
  person: SisPerson;
  student?: SisStudent | undefined;
}

/** A page of the stand-in's own: what stands between navigation and footer. */
export interface StockPage {
  title: string;
  body: Html;
}

export interface PageWriter {
  /** A page of the plugin. Throws PsHtmlError when it uses a tag that is not known. */
  plugin(source: string, request: PageRequest): string;
  stock(page: StockPage, request: PageRequest): string;
}

/** @param enabled the plugin at the time of each page. */
export function createPageWriter(
  enabled: () => InstalledPlugin,
  permissions: Permissions,
  style: NavigationStyle,
): PageWriter {
  function open(request: PageRequest): { scope: PsScope; parts: PageParts } {
    const { person, student } = request;
    const plugin = enabled();
    const values: Record<string, string | undefined> = {
      rn: student && String(student.dcid),
      studentfrn: student && `001${student.dcid}`,
    };
    const scope: PsScope = {
      value: (name) => values[name],
      extended: (name) => (name === 'users_dcid' ? String(person.dcid) : undefined),
      message: (key) => plugin.messages.get(key),
      access: (path) => permissions.access(person.group, path),
      wildcard(name) {
        const own = plugin.wildcards.get(name);
        return own === undefined ? builtInWildcard(name, parts) : { source: own };
      },
    };
    // The navigation uses the scope, and the header's wildcards in the scope use the navigation.
    const parts: PageParts = {
      person,
      student,
      get navigation() {
        return renderNavigation(around);
      },
      get atEnd() {
        return renderAtEnd(around);
      },
    };
    const around: NavigationRequest = {
      ...{ context: student ? 'student' : 'main', path: request.path, style, plugin, scope },
    };
    return { scope, parts };
  }

  return {
    plugin: (source, request) => renderPsHtml(request.path, source, open(request).scope),

    stock(page, request) {
      const { parts } = open(request);
      const part = (name: string) => builtInWildcard(name, parts);
      const title = request.student
        ? html`${part('title_student_begin_css')}${page.title}${part('title_student_end_css')}`
        : html`<h1>${page.title}</h1>`;
      return html`<!DOCTYPE html>
<html lang="en">
<head>
  <title>${page.title}</title>
  ${part('commonscripts')}
  <link href="/images/css/screen.css" rel="stylesheet" media="screen">
</head>
<body>
  ${part('admin_header_css')}
  <a href="/admin/home.html">Start Page</a>${request.path !== '/admin/home.html' && html` &gt; ${page.title}`}
  ${part('admin_navigation_css')}
  ${title}
  ${page.body}
  ${part('admin_footer_css')}
</body>
</html>
`.html;
    },
  };
}
