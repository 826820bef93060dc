import fc from 'fast-check';
import { type PsScope, renderPsHtml } from '../../src/sandbox/ps-html.ts';

const scope: PsScope = {
  value: (name) => ({ rn: '5001', odd: '<"&' })[name],
  extended: (name) => (name === 'users_dcid' ? '9001' : undefined),
  message: (key) => (key === 'a.title' ? 'Student Support' : undefined),
  wildcard: (name) =>
    ({
      ssp_service: { source: 'http://service' },
      nested: { source: '<p>~[text:a.title] ~(rn)</p>' },
      itself: { source: '~[wc:itself]' },
      built_in: { html: '<nav>~(rn)</nav>' },
    })[name],
  access: (path) => (path === '/open' ? 'view' : 'none'),
};
const render = (source: string) => renderPsHtml('/admin/x.html', source, scope);
const fault = (source: string) => {
  try {
    return render(source);
  } catch (error) {
    return (error as Error).message;
  }
};

describe('PS-HTML', () => {
  it('puts in values, includes and message keys', () => {
    expect(render('~[wc:ssp_service]/enter?student=~(rn)&amp;user=~[x:users_dcid]')).toBe(
      'http://service/enter?student=5001&amp;user=9001',
    );
    expect(render('<h1>~[text:a.title]</h1>')).toBe('<h1>Student Support</h1>');
    expect(render('~[wc:nested]')).toBe('<p>Student Support 5001</p>');
  });

  it('escapes values, and leaves the HTML of built-in includes alone', () => {
    expect(render('~(odd)')).toBe('&lt;&quot;&amp;');
    expect(render('~[wc:built_in]')).toBe('<nav>~(rn)</nav>');
  });

  it('shows one branch of an if', () => {
    expect(render('~[if.security.pageviewormod=/open]in[else]out[/if]')).toBe('in');
    expect(render('~[if.security.pageviewormod=/shut]in[else]out[/if]')).toBe('out');
    expect(render('~[if.security.pageviewormod=/shut]in[/if].')).toBe('.');
    expect(render('~[if.security.pagenone=/shut]none[else]some[/if]')).toBe('none');
  });

  it('nests ifs by label, and an inner one never opens a closed outer one', () => {
    const nested = (outer: string, inner: string) =>
      render(
        `~[if#a.security.pageviewormod=${outer}]1~[if#b.security.pageviewormod=${inner}]2[else#b]3[/if#b][else#a]4[/if#a]`,
      );
    expect(nested('/open', '/open')).toBe('12');
    expect(nested('/open', '/shut')).toBe('13');
    expect(nested('/shut', '/open')).toBe('4');
  });

  it.each([
    ['~(curstudid)', '/admin/x.html: ~(curstudid) is not known here'],
    ['~[x:userid]', '/admin/x.html: ~[x:userid] is not known here'],
    ['~[wc:nothing]', '/admin/x.html: ~[wc:nothing] is not known here'],
    ['~[text:b.title]', '/admin/x.html: ~[text:b.title] is not in MessageKeys'],
    ['~[tlist_sql;SELECT 1]', '/admin/x.html: ~[tlist_sql;SELECT 1] is not known here'],
    ['~[if.not.memberof:Group]x[/if]', 'asks something that is not known here'],
    ['~[if.security.inrole=1]x[/if]', 'asks something that is not known here'],
    ['~[wc:itself]', 'includes itself'],
    ['~[text:a.title', '~[text:a.title is not closed'],
    ['~[wc:a[b]]', 'is not closed, or has a bracket inside'],
  ])('refuses %s, naming page and tag', (source, message) => {
    expect(fault(source)).toContain(message);
  });

  it('finds an unknown tag in a closed branch too', () => {
    expect(fault('~[if.security.pageviewormod=/shut]~(nope)[/if]')).toContain('~(nope) is not known here');
  });

  it.each([
    ['~[if.security.pageviewormod=/open]x', 'has no [/if]'],
    ['x[/if]', '[/if] has no ~[if…] before it'],
    ['x[else]y', '[else] has no ~[if…] before it'],
    ['~[if.security.pagenone=/open]x[else]y[else]z[/if]', '[else] is the second one'],
    ['~[if#a.security.pagenone=/open]x[/if#b]', '[/if#b] does not belong to ~[if#a.security.pagenone=/open]'],
    ['~[if#a.security.pagenone=/open]x[/if]', '[/if] does not belong to'],
  ])('refuses unbalanced ifs: %s', (source, message) => {
    expect(fault(source)).toContain(message);
  });

  it('leaves text without tags as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/~[[(]|\[(else|\/if)/.test(text));
        expect(render(text)).toBe(text);
      }),
    );
  });
});
