import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { madeUpPages } from './navigation.ts';
import type { PageRequest, PageWriter } from './pages.ts';
import { pageAccess } from './permissions.ts';
import type { InstalledPlugin } from './plugin-files.ts';
import type { SisData, SisPerson } from './sis-data.ts';
import { madeUpPage, missingPage, searchPage, startPage, studentHome } from './stock-pages.ts';

export type SignedInResponse = Response<unknown, { person: SisPerson }>;

interface AdminParts {
  plugin: InstalledPlugin;
  data: SisData;
  write: PageWriter;
  requirePerson(req: Request, res: SignedInResponse, next: NextFunction): void;
}

/** Everything below /admin: the stand-in's own pages and the plugin's. */
export function adminRoutes({ plugin, data, write, requirePerson }: AdminParts): Router {
  const router = express.Router();
  router.use(requirePerson);

  router.get('/home.html', (req, res: SignedInResponse) => {
    res.send(write.stock(startPage(), pageRequest(req, res)));
  });

  router.post('/search.html', express.urlencoded({ extended: false, limit: '4kb' }), (req, res: SignedInResponse) => {
    const term = String(req.body?.search ?? '').slice(0, 100);
    res.send(write.stock(searchPage(term, data.searchStudents(term)), pageRequest(req, res)));
  });

  router.get('/*page', (req, res: SignedInResponse) => {
    const request = pageRequest(req, res);
    const { path, person, student } = request;
    const missing = () => res.status(404).send(write.stock(missingPage(), request));
    if (path.startsWith('/admin/students/') && !student) return missing();

    const source = plugin.pages.get(path);
    if (source !== undefined) {
      // The page's own guard closes it; the status only says so too.
      if (pageAccess(person.group, path) === 'none') res.status(403);
      return res.send(write.plugin(source, request));
    }
    if (student && path === '/admin/students/home.html') return res.send(write.stock(studentHome(student), request));
    if (madeUpPages.has(path)) return res.send(write.stock(madeUpPage(path), request));
    return missing();
  });

  function pageRequest(req: Request, res: SignedInResponse): PageRequest {
    // A record is named by its table's number (001 = Students) and its DCID.
    const [, dcid] = /^001(\d{1,9})$/.exec(String(req.query.frn ?? '')) ?? [];
    const path = req.baseUrl + req.path;
    const student = dcid && path.startsWith('/admin/students/') ? data.findStudent(Number(dcid)) : undefined;
    return { path, person: res.locals.person, student };
  }
  return router;
}
