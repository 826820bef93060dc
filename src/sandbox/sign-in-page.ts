import { districtName, people, personName, schools } from './cast.ts';
import { html } from './html.ts';

// Everybody signs in with one click: the stand-in has no passwords, since nobody in it exists.

const where = (numbers: number[]) =>
  numbers.length === 0
    ? 'Whole district'
    : schools
        .filter((school) => numbers.includes(school.number))
        .map((school) => school.name)
        .join(', ');

/** @param next path to go on to after signing in. @param signedInAs name of who is signed in already. */
export function signInPage(next: string, signedInAs: string | undefined): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Sign in</title>
  <link href="/images/css/screen.css" rel="stylesheet">
</head>
<body class="sign-in">
  <header id="header"><span class="brand">${districtName}<span>Student information system</span></span></header>
  <main>
    <h1>Sign in as</h1>
    <p>A stand-in to try the plugin in. Every person here is made up, so there is no password.</p>
    ${
      signedInAs &&
      html`<p class="signed-in">You are signed in as ${signedInAs}. <a href="/admin/home.html">Go to the Start Page</a></p>`
    }
    <ul class="people">${people.map(
      (person) => html`
      <li><form method="post" action="/sign-in">
        <input type="hidden" name="next" value="${next}">
        <button type="submit" name="person" value="${person.dcid}"><b>${personName(person)}</b>, ${person.role}</button>
        <span>${where(person.schools)}</span>
      </form></li>`,
    )}
    </ul>
  </main>
</body>
</html>
`.html;
}
