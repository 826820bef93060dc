import { decide } from '../access/actions.ts';
import { findPeriod, listPeriods } from '../reports/periods.ts';
import { today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { AppError } from '../server/errors.ts';
import type { Fault } from '../server/form-fields.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, idParam, shortText } from '../server/schema.ts';
import { fewestShown } from '../settings/profile/suppression.ts';
import * as say from '../words/index.ts';
import { readUnchanged } from './folder.ts';
import { exporter, makePackage } from './service.ts';
import type { ListedPackage, Package } from './store.ts';
import { exportsModel, type SeenCell } from './view.ts';

const ZIP = 'application/zip';

interface PageState {
  flash?: string;
  chosen?: string;
  faults?: Fault[];
}

async function exportsPage(context: Context, state: PageState = {}): Promise<Answer> {
  const { config, clock } = context;
  const reader = exporter(context.database);
  const packages = await reader.run<ListedPackage>('exports/packages', {});
  const day = today(clock);
  const newest = packages[0];
  const cells = newest ? await reader.run<SeenCell>('exports/package-cells', { id: newest.id }) : [];
  const faults = state.faults ?? [];
  const form = mayMake(context)
    ? { periods: await listPeriods(reader, day), chosen: state.chosen ?? '', faults }
    : null;
  return {
    page: 'exports/page',
    title: say.exports.title,
    status: faults.length > 0 ? 422 : 200,
    ...(faults.length > 0 ? { reason: 'FAULTS' as const } : {}),
    flash: state.flash ?? null,
    model: exportsModel({ packages, cells, timeZone: clock.timeZone, today: day }, form, fewestShown(config, day)),
  };
}

/** Whoever may read packages does not have to be one who may make them. */
function mayMake(context: Context): boolean {
  return decide(
    'export.make',
    context.scope.map(({ role }) => role),
  ).allowed;
}

async function make(context: Context, code: string): Promise<Answer> {
  const period = await findPeriod(exporter(context.database), code, today(context.clock));
  if (!period)
    return exportsPage(context, { chosen: code, faults: [{ fieldId: 'period', text: say.exports.noPeriod }] });
  const { database, config, clock } = context;
  const made = await makePackage({
    database,
    config,
    clock,
    period,
    madeBy: readerOf(context),
    audit: context.auditWithin,
  });
  return { redirect: made.isUnchanged ? `/exports?same=${made.id}` : `/exports?made=${made.id}` };
}

async function download(context: Context, id: number): Promise<Answer> {
  const [found] = await exporter(context.database).run<Package>('exports/package', { id });
  if (!found) throw new AppError('NOT_FOUND');
  const bytes = await readUnchanged(context.config.exportDir, found.file_name, found.sha256);
  if (!bytes) return fileIsGone(context);
  await context.database.transaction((tx) => context.auditWithin(tx, `export:${id}`));
  return { file: { name: found.file_name, type: ZIP, body: bytes } };
}

// Gone from the folder, or no longer the file that was made: it does not leave the house.
function fileIsGone(context: Context): Answer {
  return {
    page: 'errors/error',
    title: say.exports.fileGone.title,
    status: 410,
    reason: 'FAILED',
    model: {
      heading: say.exports.fileGone.title,
      text: say.exports.fileGone.text,
      backUrl: '/exports',
      requestId: context.requestId,
    },
  };
}

function flashOf({ made, same }: { made?: number; same?: number }): string | undefined {
  if (made) return say.exports.made;
  if (same) return say.exports.unchanged;
  return undefined;
}

export const routes: Route[] = [
  route<unknown, { made?: number; same?: number }, unknown>({
    get: '/exports',
    action: 'export.read',
    audit: 'EXPORTS_OPENED',
    input: { query: fields({ made: idParam, same: idParam }) },
    run: (context, { query }) => exportsPage(context, { flash: flashOf(query) }),
  }),
  route<unknown, unknown, { period?: string }>({
    post: '/exports',
    action: 'export.make',
    audit: 'EXPORT_MADE',
    input: { body: fields({ token: shortText, period: shortText }, ['token']) },
    run: (context, { body }) => make(context, body.period ?? ''),
  }),
  route<{ id: number }, unknown, unknown>({
    get: '/exports/:id/file',
    action: 'export.read',
    audit: 'EXPORT_DOWNLOADED',
    input: { params: fields({ id: idParam }, ['id']) },
    run: (context, { params }) => download(context, params.id),
  }),
];
