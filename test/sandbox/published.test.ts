import request from 'supertest';
import { createShelf } from '../../src/sandbox/plugins/shelf.ts';
import { client, pluginFor, smallSis } from './small-sis.ts';

// The stand-in's interface for services: the plugin's own client gets a token, and its one published query an answer.

const QUERY = '/ws/schema/query/com.student_support_page.ssp.access.staff_schools';

async function token(
  app = smallSis(),
  { clientId, clientSecret } = client,
): Promise<{ status: number; token: string }> {
  const answer = await request(app)
    .post('/oauth/access_token')
    .auth(clientId, clientSecret)
    .type('form')
    .send({ grant_type: 'client_credentials' });
  return { status: answer.status, token: answer.body.access_token };
}

const ask = (app: ReturnType<typeof smallSis>, bearer: string, body: object, query = QUERY) =>
  request(app).post(query).set('authorization', `Bearer ${bearer}`).send(body);

it('gives a token to the client of the enabled plugin alone', async () => {
  expect((await token()).status).toBe(200);
  expect((await token(smallSis(), { ...client, clientSecret: 'other' })).status).toBe(401);
  const plugins = createShelf({ plugin: pluginFor('http://127.0.0.1:4001'), client });
  plugins.disable();
  expect((await token(smallSis({ plugins }))).status).toBe(401);
});

it('answers in texts, without what is null, and without a record where there is no row', async () => {
  const app = smallSis();
  const { token: bearer } = await token(app);
  // The small stand-in has no assignments.
  const answer = await ask(app, bearer, { users_dcid: 9001 });
  expect([answer.status, answer.body]).toEqual([200, { name: 'SCHOOLSTAFF', count: 0, '@extensions': '' }]);
});

it.each([
  ['no argument', {}, 400],
  ['an argument that it does not know', { users_dcid: 9001, more: 1 }, 400],
])('refuses %s', async (_what, body, status) => {
  const app = smallSis();
  expect((await ask(app, (await token(app)).token, body)).status).toBe(status);
});

it('refuses an unknown token, an unknown query, and fields that the plugin did not ask for', async () => {
  const app = smallSis();
  const { token: bearer } = await token(app);
  expect((await ask(app, 'x', { users_dcid: 9001 })).status).toBe(401);
  expect((await ask(app, bearer, {}, '/ws/schema/query/com.other')).status).toBe(404);
  const plugin = pluginFor('http://127.0.0.1:4001');
  plugin.requests.fields = plugin.requests.fields.filter(({ field }) => field !== 'ISDISTRICT');
  const less = smallSis({ plugins: createShelf({ plugin, client }) });
  const answer = await ask(less, (await token(less)).token, { users_dcid: 9001 });
  expect([answer.status, answer.body.message]).toEqual([403, expect.stringContaining('ROLEDEFTEACHERSMAP.ISDISTRICT')]);
});
