import compression from 'compression';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { ACTIONS } from '../access/actions.ts';
import { routes as accessRoutes } from '../access/routes.ts';
import { routes as consentRoutes } from '../consents/routes.ts';
import { routes as crisisRoutes } from '../crisis/routes.ts';
import { routes as exportRoutes } from '../exports/routes.ts';
import { routes as familyRoutes } from '../family/routes.ts';
import { routes as referralRoutes } from '../referrals/routes.ts';
import { routes as reportRoutes } from '../reports/routes.ts';
import { routes as settingsRoutes } from '../settings/routes.ts';
import { routes as studentRoutes } from '../students/routes.ts';
import { routes as taskRoutes } from '../tasks/routes.ts';
import { routes as timeRoutes } from '../time/routes.ts';
import { routes as todayRoutes } from '../today/routes.ts';
import { routes as visitRoutes } from '../visits/routes.ts';
import { clientAddress } from './asker.ts';
import type { Parts } from './context.ts';
import { sendError } from './error-page.ts';
import { AppError } from './errors.ts';
import { handle } from './handle.ts';
import { routes as healthRoutes } from './health.ts';
import { numberRequest } from './request-id.ts';
import { isForAgencies, onlyHere } from './respond.ts';
import { type Route, routeFaults } from './route.ts';

/** Every entry of the service: what is not in here cannot be reached. */
export const ROUTES: Route[] = [
  ...healthRoutes,
  ...accessRoutes,
  ...todayRoutes,
  ...studentRoutes,
  ...visitRoutes,
  ...timeRoutes,
  ...referralRoutes,
  ...taskRoutes,
  ...familyRoutes,
  ...consentRoutes,
  ...crisisRoutes,
  ...reportRoutes,
  ...exportRoutes,
  ...settingsRoutes,
];

const LARGEST_FORM = '4mb';
// A group visit sends a student and a note for each of a hundred, and a homeroom's ticks besides; whoever leaves hands over what is
// open with a tick for each, three hundred referrals and three hundred other things.
const MOST_FIELDS = 1000;
// A whole district may come from one address; this only stops what no school does.
const REQUESTS_A_MINUTE = 12_000;

/** The order of things: the way of a request from the socket to its entry. */
export function createApp(parts: Parts, requestsAMinute = REQUESTS_A_MINUTE): Express {
  const { only } = parts;
  const publicActions = new Set(
    Object.entries(ACTIONS).flatMap(([name, rule]) => (rule.roles === 'public' ? [name] : [])),
  );
  const faults = routeFaults(ROUTES, ACTIONS, publicActions);
  if (faults.length > 0) throw new Error(`Entries at fault:\n${faults.join('\n')}`);

  const app = express();
  app.disable('x-powered-by');
  // Nothing of ours is kept by a browser, so nothing has to be compared.
  app.disable('etag');
  app.set('trust proxy', parts.config.trustProxy);
  app.set('query parser', 'simple');
  app.use(numberRequest(parts));
  app.use(securityHeaders(only === 'respond' ? "'none'" : parts.config.sisUrl));
  app.use(compression());
  if (only === 'respond') app.use(onlyHere(ROUTES));
  app.use('/assets', express.static(parts.assetsFolder, { maxAge: '1y', immutable: true, index: false }));
  app.use(
    rateLimit({
      windowMs: 60_000,
      limit: requestsAMinute,
      standardHeaders: true,
      legacyHeaders: false,
      keyGenerator: (request) => ipKeyGenerator(clientAddress(request)),
      validate: false,
      handler: tooMany(parts),
    }),
  );
  app.use(express.urlencoded({ extended: false, limit: LARGEST_FORM, parameterLimit: MOST_FIELDS }));
  for (const entry of only === 'respond' ? ROUTES.filter(isForAgencies) : ROUTES) {
    const handler = handle(entry, parts);
    if (entry.get) app.get(entry.get, handler);
    else app.post(entry.post as string, handler);
  }
  app.use((request: Request, response: Response) => sendError(new AppError('NOT_FOUND'), request, response, parts));
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) next(error);
    else sendError(error, request, response, parts);
  });
  return app;
}

function securityHeaders(framedBy: string) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: [framedBy],
      },
    },
    // frame-ancestors says it exactly; X-Frame-Options could only forbid all frames.
    xFrameOptions: false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
  });
}

function tooMany(parts: Parts) {
  return (request: Request, response: Response) =>
    sendError(new AppError('TOO_MANY_REQUESTS'), request, response, parts);
}
