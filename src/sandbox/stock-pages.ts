import { type Html, html } from './html.ts';
import type { StockPage } from './pages.ts';
import { gradeWords, type SisStudent } from './sis-data.ts';

// The stand-in's own pages. Only what one needs to come to a student.

function searchForm(term: string): Html {
  return html`<form method="post" action="/admin/search.html" role="search" class="box-round search">
    <label for="search">Search students</label>
    <div><input id="search" name="search" type="search" value="${term}" autocomplete="off" spellcheck="false">
    <button type="submit" class="primary">Search</button></div>
    <p class="hint">A name or a student number. Try Okafor, Haddad or 104240.</p>
  </form>`;
}

function resultRow(student: SisStudent): Html {
  return html`<tr>
    <td><a href="/admin/students/home.html?frn=001${student.dcid}">${student.lastFirst}</a></td>
    <td>${gradeWords(student.grade)}</td>
    <td>${student.school}${!student.active && ' (not enrolled)'}</td>
    <td>${student.studentNumber}</td>
  </tr>`;
}

function results(found: SisStudent[]): Html {
  if (found.length === 0) return html`<p role="status">No student found. Check the spelling, or search by number.</p>`;
  return html`<p role="status">${found.length === 1 ? '1 student' : `${found.length} students`}</p>
    <table class="results">
      <thead><tr><th scope="col">Student</th><th scope="col">Grade</th><th scope="col">School</th><th scope="col">Number</th></tr></thead>
      <tbody>${found.map(resultRow)}</tbody>
    </table>`;
}

export const startPage = (): StockPage => ({ title: 'Start Page', body: searchForm('') });

export const searchPage = (term: string, found: SisStudent[]): StockPage => ({
  title: 'Student Search',
  body: html`${searchForm(term)}${results(found)}`,
});

export const studentHome = (student: SisStudent): StockPage => ({
  title: 'Overview',
  body: html`<dl class="box-round facts">
    <div><dt>Student</dt><dd>${student.lastFirst}</dd></div>
    <div><dt>Student number</dt><dd>${student.studentNumber}</dd></div>
    <div><dt>Grade</dt><dd>${gradeWords(student.grade)}</dd></div>
    <div><dt>School</dt><dd>${student.school}</dd></div>
    <div><dt>Enrollment</dt><dd>${student.active ? 'Active' : 'Not enrolled'}</dd></div>
  </dl>`,
});

export const madeUpPage = (path: string): StockPage => {
  const words = path.replace(/^.*\//, '').replace('.html', '').replaceAll('-', ' ');
  return {
    title: words.replace(/\b\w/g, (letter) => letter.toUpperCase()),
    body: html`<p>This page belongs to the real student information system. The stand-in only shows where it would be.</p>`,
  };
};

export const missingPage = (): StockPage => ({
  title: 'Not found',
  body: html`<p>There is no such page or student. <a href="/admin/home.html">Back to the Start Page</a></p>`,
});
