import express, { type Router } from 'express';
import type { SignedInResponse } from './admin-routes.ts';
import { groups } from './cast.ts';
import { html } from './html.ts';
import type { PageWriter, StockPage } from './pages.ts';
import { PERMISSIONS_PATH, type Permissions } from './permissions.ts';

const WHAT = 'Page permissions';
const pagePath = /^\/admin\/[\w./-]{1,200}\.html$/;

/** Where the system administrator says which groups may open a page; mounted where PERMISSIONS_PATH is, behind the sign-in. */
export function permissionRoutes(permissions: Permissions, write: PageWriter): Router {
  const router = express.Router();
  const show = (res: SignedInResponse, page: StockPage) =>
    res.send(write.stock(page, { path: PERMISSIONS_PATH, person: res.locals.person }));

  router.use((_req, res: SignedInResponse, next) => {
    if (permissions.access(res.locals.person.group, PERMISSIONS_PATH) !== 'none') return next();
    const body = html`<p>Only a system administrator may open this page.</p>`;
    show(res.status(403), { title: WHAT, body });
  });
  router.get('/', (_req, res: SignedInResponse) => show(res, permissionsPage(permissions)));
  router.post('/', express.urlencoded({ extended: false, limit: '4kb' }), (req, res: SignedInResponse) => {
    const page = String(req.body?.page ?? '').trim();
    const chosen = [req.body?.group ?? []].flat().map(Number);
    if (!pagePath.test(page)) return show(res.status(422), permissionsPage(permissions, page));
    const known = groups.map(({ number }) => number).filter((number) => chosen.includes(number));
    permissions.set(page, known);
    res.redirect(303, PERMISSIONS_PATH);
  });
  return router;
}

/** @param refused what was typed in the place of a page. */
function permissionsPage(permissions: Permissions, refused?: string): StockPage {
  const rows = Object.entries(permissions.settings()).map(([page, allowed]) => {
    const names = groups.filter(({ number }) => allowed.includes(number)).map(({ name }) => name);
    return html`<tr><td><code>${page}</code></td><td>${names.join(', ') || 'Nobody'}</td></tr>`;
  });
  const boxes = groups.map(
    ({ number, name }) => html`<label><input type="checkbox" name="group" value="${number}"> ${name}</label>`,
  );
  return {
    title: WHAT,
    body: html`${
      refused !== undefined &&
      html`<p class="feedback-alert" role="alert">${refused || 'Nothing'} is not the path of a page.</p>`
    }
    <p>A page that does not stand here is open to every group.</p>
    <table class="results"><thead><tr><th scope="col">Page</th><th scope="col">Groups that may open it</th></tr></thead>
      <tbody>${rows}</tbody></table>
    <form method="post" action="${PERMISSIONS_PATH}" class="box-round search">
      <label for="page">Page</label>
      <input id="page" name="page" placeholder="/admin/…/page.html" required>
      <fieldset><legend>Groups that may open it, and no other</legend>${boxes}</fieldset>
      <button type="submit">Save</button>
    </form>`,
  };
}
