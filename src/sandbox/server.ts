import BetterSqlite3, { type Database } from 'better-sqlite3';
import express, { type Express, type NextFunction, type Request } from 'express';
import { adminRoutes, type SignedInResponse } from './admin-routes.ts';
import { castJson } from './cast-json.ts';
import type { NavigationStyle } from './navigation.ts';
import { createOidc, INTERACTION_PATH } from './oidc.ts';
import { createPageWriter } from './pages.ts';
import { installPlugin } from './plugin-files.ts';
import { printCss, screenCss } from './screen-css.ts';
import { securityHeaders } from './security-headers.ts';
import { createSessions } from './sessions.ts';
import { signInPage } from './sign-in-page.ts';
import { openSisData } from './sis-data.ts';

export interface SandboxOptions {
  /** Path of an SQLite file with the SIS's tables (opened for reading), or an open connection to one. */
  database: string | Database;
  /** Where the stand-in answers, without a slash at the end: "http://localhost:4000". */
  sisUrl: string;
  /** Where the service answers: takes the place of the address in plugin.xml. */
  serviceUrl: string;
  /** Folder that holds plugin.xml and the files for the SIS. */
  pluginRoot: string;
  clientId: string;
  clientSecret: string;
  /** How a newer ("enhanced", the default) or an older server shows the plugin's entries. */
  navigation?: NavigationStyle;
}

/**
 * The stand-in SIS as an Express app. Keeps all its state (sessions, codes, keys) in the app: two can run side by side.
 * Throws when the plugin cannot be installed.
 */
export function createSandboxSis(options: SandboxOptions): Express {
  const plugin = installPlugin(options.pluginRoot, options.serviceUrl);
  const data = openSisData(openDatabase(options.database));
  const sessions = createSessions();
  const oidc = createOidc({
    sisUrl: options.sisUrl,
    data,
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    redirectUri: plugin.redirectUri,
    personas: plugin.personas,
    signedIn: sessions.person,
  });
  const write = createPageWriter(plugin, options.navigation ?? 'enhanced');

  const personOf = (req: Request) => {
    const dcid = sessions.person(req);
    return dcid === undefined ? undefined : data.findPerson(dcid);
  };
  const requirePerson = (req: Request, res: SignedInResponse, next: NextFunction) => {
    const person = personOf(req);
    if (!person) return res.redirect(303, req.method === 'GET' ? `/?next=${encodeURIComponent(req.originalUrl)}` : '/');
    res.locals.person = person;
    next();
  };

  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders(plugin.hosts));
  app.use('/oauth2', oidc.handler);

  app.get('/', (req, res) => {
    const person = personOf(req);
    res.send(signInPage(localPath(req.query.next), person && `${person.firstName} ${person.lastName}`));
  });
  app.post('/sign-in', express.urlencoded({ extended: false, limit: '4kb' }), (req, res) => {
    const person = data.findPerson(Number(req.body?.person));
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

  app.use('/admin', adminRoutes({ plugin, data, write, requirePerson }));
  app.get('/sandbox/cast.json', (_req, res) => res.json(castJson()));
  app.get('/images/css/screen.css', (_req, res) => res.type('css').send(screenCss));
  app.get('/images/css/print.css', (_req, res) => res.type('css').send(printCss));
  app.get('/favicon.ico', (_req, res) => res.status(204).end());
  for (const [path, file] of plugin.assets) app.get(path, (_req, res) => res.sendFile(file, { dotfiles: 'allow' }));
  return app;
}

function openDatabase(database: string | Database): Database {
  return typeof database === 'string' ? new BetterSqlite3(database, { readonly: true, fileMustExist: true }) : database;
}

/** A path of this server to go on to, never another site. */
function localPath(next: unknown): string {
  return typeof next === 'string' && /^\/(admin|oauth2-sign-in)\/[^\\]*$/.test(next) ? next : '/admin/home.html';
}
