import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import type { SignedInResponse } from '../admin-routes.ts';
import type { PageWriter, StockPage } from '../pages.ts';
import { type Permissions, PLUGINS_PATH } from '../permissions.ts';
import type { Shelf } from './shelf.ts';
import { LARGEST_UPLOAD, uploadedFile } from './upload.ts';
import { enablePage, pluginsPage } from './views.ts';

/** Installing, enabling and removing; mounted where PLUGINS_PATH is, behind the sign-in. For the system administrator only. */
export function pluginRoutes(shelf: Shelf, permissions: Permissions, write: PageWriter): Router {
  const router = express.Router();
  const show = (res: SignedInResponse, page: StockPage) =>
    res.send(write.stock(page, { path: PLUGINS_PATH, person: res.locals.person }));
  const back = (res: Response) => res.redirect(303, PLUGINS_PATH);

  router.use((_req, res: SignedInResponse, next) => {
    if (permissions.access(res.locals.person.group, PLUGINS_PATH) !== 'none') return next();
    show(res.status(403), {
      title: 'Plugins',
      body: { html: '<p>Only a system administrator may open this page.</p>' },
    });
  });

  router.get('/', (_req, res: SignedInResponse) => show(res, pluginsPage(shelf)));
  router.get('/enable', (_req, res: SignedInResponse) => {
    const plugin = shelf.installed();
    return plugin ? show(res, enablePage(plugin)) : back(res);
  });

  router.post(
    '/install',
    express.raw({ type: 'multipart/form-data', limit: LARGEST_UPLOAD }),
    async (req, res: SignedInResponse) => {
      const file = await uploadedFile(req, 'plugin');
      const faults = file ? await shelf.install(file.bytes, file.name) : ['Choose a zip file.'];
      return faults.length === 0 ? back(res) : show(res.status(422), pluginsPage(shelf, faults));
    },
  );
  router.use((error: { status?: number }, _req: Request, res: SignedInResponse, next: NextFunction) => {
    if (error.status !== 413) return next(error);
    show(res.status(413), pluginsPage(shelf, ['The file is too large for a plugin.']));
  });

  const actions = { enable: () => shelf.installed() && shelf.enable(), disable: shelf.disable, remove: shelf.remove };
  for (const [name, act] of Object.entries(actions)) {
    router.post(`/${name}`, (_req, res) => {
      act();
      back(res);
    });
  }
  return router;
}
