import { extname } from 'node:path';
import express, { type Express, type NextFunction, type Request } from 'express';
import { adminRoutes, type SignedInResponse } from './admin-routes.ts';
import { castJson } from './cast-json.ts';
import type { NavigationStyle } from './navigation.ts';
import { createOidc, INTERACTION_PATH } from './oidc.ts';
import { createPageWriter } from './pages.ts';
import { createPermissions, type Permissions } from './permissions.ts';
import { publishedRoutes } from './plugins/published.ts';
import type { Shelf } from './plugins/shelf.ts';
import { printCss, screenCss } from './screen-css.ts';
import { securityHeaders } from './security-headers.ts';
import { createSessions } from './sessions.ts';
import { signInPage } from './sign-in-page.ts';
import type { SisData } from './sis-data.ts';

export interface SandboxOptions {
  /** What the SIS knows. Closed by whoever opened it. */
  data: SisData;
  /** Where the stand-in answers, without a slash at the end: "http://localhost:4000". */
  sisUrl: string;
  /** The plugin, as far as one is installed; it can change while the stand-in runs. */
  plugins: Shelf;
  /** Which groups may open which page; left out, the plugin's pages are locked as docs/access.md says. */
  permissions?: Permissions;
  /** How a newer ("enhanced", the default) or an older server shows the plugin's entries. */
  navigation?: NavigationStyle;
}

/**
 * The stand-in SIS as an Express app. Keeps all its state (sessions, codes, keys) in the app: two can run side by side.
 */
export function createSandboxSis(options: SandboxOptions): Express {
  const { data, plugins, permissions = createPermissions() } = options;
  const sessions = createSessions();
  const oidc = createOidc({
    sisUrl: options.sisUrl,
    data,
    plugins,
    signedIn: sessions.person,
  });
  const write = createPageWriter(plugins.enabled, permissions, options.navigation ?? 'enhanced');

  const personOf = async (req: Request) => {
    const dcid = sessions.person(req);
    return dcid === undefined ? undefined : data.findPerson(dcid);
  };
  const requirePerson = async (req: Request, res: SignedInResponse, next: NextFunction) => {
    const person = await personOf(req);
    if (!person) return res.redirect(303, req.method === 'GET' ? `/?next=${encodeURIComponent(req.originalUrl)}` : '/');
    res.locals.person = person;
    next();
  };

  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders(() => plugins.enabled().requests.hosts));
  app.use('/oauth2', oidc.handler);
  app.use(publishedRoutes(plugins, data));

  app.get('/', async (req, res) => {
    const person = await personOf(req);
    res.send(signInPage(localPath(req.query.next), person && `${person.firstName} ${person.lastName}`));
  });
  app.post('/sign-in', express.urlencoded({ extended: false, limit: '4kb' }), async (req, res) => {
    const person = await data.findPerson(Number(req.body?.person));
    if (!person) return res.redirect(303, '/');
    sessions.start(req, res, person.dcid);
    res.redirect(303, localPath(req.body?.next));
  });
  app.post('/sign-out', async (req, res) => {
    sessions.end(req, res);
    await oidc.signOut(req, res);
    res.redirect(303, '/');
  });
  app.get(`${INTERACTION_PATH}/:uid`, requirePerson, (req, res: SignedInResponse) =>
    oidc.finish(req, res, res.locals.person),
  );

  app.use('/admin', adminRoutes({ plugins, permissions, data, write, requirePerson }));
  app.get('/sandbox/cast.json', (_req, res) => res.json(castJson()));
  app.get('/images/css/screen.css', (_req, res) => res.type('css').send(screenCss));
  app.get('/images/css/print.css', (_req, res) => res.type('css').send(printCss));
  app.get('/favicon.ico', (_req, res) => res.status(204).end());
  app.get(['/scripts/*path', '/images/*path'], (req, res, next) => {
    const bytes = plugins.enabled().assets.get(req.path);
    return bytes ? res.type(extname(req.path)).send(bytes) : next();
  });
  return app;
}

/** A path of this server to go on to, never another site. */
function localPath(next: unknown): string {
  return typeof next === 'string' && /^\/(admin|oauth2-sign-in)\/[^\\]*$/.test(next) ? next : '/admin/home.html';
}
