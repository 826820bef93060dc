import { districtName } from './cast.ts';
import { type Html, html, raw } from './html.ts';
import { gradeWords, type SisPerson, type SisStudent } from './sis-data.ts';

// The built-in includes that every page of the SIS is made of: header, navigation, title, footer.

export interface PageParts {
  person: SisPerson;
  student?: SisStudent | undefined;
  navigation: Html;
  /** What the plugin puts at the end of the content. */
  atEnd: Html[];
}

const header = ({ person }: PageParts) => html`<div id="container">
    <a class="skip" href="#content-main">Skip to content</a>
    <header id="header">
      <a class="brand" href="/admin/home.html">${districtName}<span>Student information system</span></a>
      <form method="post" action="/sign-out">
        <span>${person.firstName} ${person.lastName}</span>
        <button type="submit">Sign out</button>
      </form>
    </header>
    <nav id="breadcrumbs" aria-label="You are here">`;

const navigation = ({ navigation: menu }: PageParts) => html`</nav>
    <div id="columns">${menu}
    <main id="content-main" tabindex="-1">`;

const footer = ({ atEnd }: PageParts) => html`${atEnd}</main></div>
    <footer id="footer">A stand-in for a student information system. Every person in it is made up.</footer>
    </div>`;

const titleEnd = ({ student }: PageParts) =>
  student &&
  html`</h1><p class="title-student"><b>${student.lastFirst}</b> ${gradeWords(student.grade)} · ${student.school} · No. ${
    student.studentNumber
  }${!student.active && ' · not enrolled'}</p>`;

const commonScripts = html`<meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">`;

/** The HTML of a built-in wildcard; `undefined` when there is none of that name, or no student for a student's one. */
export function builtInWildcard(name: string, parts: PageParts): Html | undefined {
  const forStudent = (part: Html | undefined) => (parts.student ? part : undefined);
  switch (name) {
    case 'commonscripts':
      return commonScripts;
    case 'admin_header_css':
      return header(parts);
    case 'admin_navigation_css':
      return navigation(parts);
    case 'admin_footer_css':
      return footer(parts);
    case 'admin_header_frame_css':
      return forStudent(header(parts));
    case 'admin_navigation_frame_css':
      return forStudent(navigation(parts));
    case 'admin_footer_frame_css':
      return forStudent(footer(parts));
    case 'title_student_begin_css':
      return forStudent(raw('<h1>'));
    case 'title_student_end_css':
      return forStudent(titleEnd(parts) || undefined);
    default:
      return undefined;
  }
}
