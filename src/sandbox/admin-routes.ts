import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { madeUpPages } from './navigation.ts';
import type { PageRequest, PageWriter } from './pages.ts';
import { PERMISSIONS_PATH, type Permissions, PLUGINS_PATH } from './permissions.ts';
import { permissionRoutes } from './permissions-page.ts';
import { pluginRoutes } from './plugins/routes.ts';
import type { Shelf } from './plugins/shelf.ts';
import type { SisData, SisPerson } from './sis-data.ts';
import { madeUpPage, missingPage, searchPage, startPage, studentHome } from './stock-pages.ts';

export type SignedInResponse = Response<unknown, { person: SisPerson }>;

interface AdminParts {
  plugins: Shelf;
  permissions: Permissions;
  data: SisData;
  write: PageWriter;
  requirePerson(req: Request, res: SignedInResponse, next: NextFunction): Promise<void>;
}

/** Everything below /admin: the stand-in's own pages and the plugin's. */
export function adminRoutes({ plugins, permissions, data, write, requirePerson }: AdminParts): Router {
  const router = express.Router();
  router.use(requirePerson);
  router.use(PLUGINS_PATH.replace('/admin', ''), pluginRoutes(plugins, permissions, write));
  router.use(PERMISSIONS_PATH.replace('/admin', ''), permissionRoutes(permissions, write));

  router.get('/home.html', async (req, res: SignedInResponse) => {
    res.send(write.stock(startPage(), await pageRequest(req, res)));
  });

  router.post(
    '/search.html',
    express.urlencoded({ extended: false, limit: '4kb' }),
    async (req, res: SignedInResponse) => {
      const term = String(req.body?.search ?? '').slice(0, 100);
      res.send(write.stock(searchPage(term, await data.searchStudents(term)), await pageRequest(req, res)));
    },
  );

  router.get('/*page', async (req, res: SignedInResponse) => {
    const request = await pageRequest(req, res);
    const { path, person, student } = request;
    const missing = () => res.status(404).send(write.stock(missingPage(), request));
    if (path.startsWith('/admin/students/') && !student) return missing();

    const source = plugins.enabled().pages.get(path);
    if (source !== undefined) {
      // The page's own guard closes it; the status only says so too.
      if (permissions.access(person.group, path) === 'none') res.status(403);
      return res.send(write.plugin(source, request));
    }
    if (student && path === '/admin/students/home.html') return res.send(write.stock(studentHome(student), request));
    if (madeUpPages.has(path)) return res.send(write.stock(madeUpPage(path), request));
    return missing();
  });

  async function pageRequest(req: Request, res: SignedInResponse): Promise<PageRequest> {
    // A record is named by its table's number (001 = Students) and its DCID.
    const [, dcid] = /^001(\d{1,9})$/.exec(String(req.query.frn ?? '')) ?? [];
    const path = req.baseUrl + req.path;
    const student = dcid && path.startsWith('/admin/students/') ? await data.findStudent(Number(dcid)) : undefined;
    return { path, person: res.locals.person, student };
  }
  return router;
}
