import { parseQuery } from '../../src/database/header.ts';

const GOOD = `-- query:   visits/one
-- for:     one visit
-- args:    reader int, day date = '9999-12-31', take int = 5
-- columns: visit_id int, purpose varchar(20)
-- weight:  light
select v.id as visit_id, v.purpose
from u_ssp_visit v
where v.author = @reader and v.visit_date < @day
order by v.id`;

const change = (from: string, to: string) => () => parseQuery('visits/one', GOOD.replace(from, to));

describe('the header of a named query', () => {
  it('is read whole', () => {
    const query = parseQuery('visits/one', GOOD);
    expect(query.args).toEqual([
      { name: 'reader', type: 'int' },
      { name: 'day', type: 'date', fallback: '9999-12-31' },
      { name: 'take', type: 'int', fallback: 5 },
    ]);
    expect(query.columns).toEqual([
      { name: 'visit_id', type: 'int' },
      { name: 'purpose', type: 'varchar(20)' },
    ]);
    expect(query.paged).toBe(true);
    expect(query.sql).toMatch(/^select/);
  });

  it.each([
    ['another name than its file', change('visits/one', 'visits/two'), 'is called visits/two'],
    ['a missing line', change('-- weight:  light\n', ''), '"weight" is missing'],
    ['a weight nobody knows', change('weight:  light', 'weight:  middling'), 'weight is light or heavy'],
    ['an unknown type', change('purpose varchar(20)', 'purpose text'), 'cannot read "purpose text"'],
    [
      'an argument that is not used',
      change('reader int,', 'reader int, extra int,'),
      'declares extra without using it',
    ],
    ['an argument that is not declared', change('reader int, ', ''), 'uses @reader without declaring it'],
    ['a column that is not selected', change('visit_id int, ', 'visit_id int, minutes int, '), 'declares columns'],
    [
      'columns in another order',
      change('visit_id int, purpose varchar(20)', 'purpose varchar(20), visit_id int'),
      'declares columns',
    ],
    ['a default of another type', change("= '9999-12-31'", "= 'soon'"), 'is not a date'],
    ['a page without an order', change('order by v.id', ''), 'takes a page but does not end in an order'],
  ])('refuses %s', (_what, parse, message) => {
    expect(parse).toThrow(message);
  });
});
