import type { RuleId } from '../../src/plugin/rules.ts';
import { edit, type Files } from './package.ts';

// One small change of plugin.xml each, that breaks one rule and no other.

export interface Broken {
  rule: RuleId;
  what: string;
  change(files: Files): void;
}

const set = (rule: RuleId, what: string, from: string, to: string): Broken => ({
  rule,
  what,
  change: (files) => edit(files, 'plugin.xml', from, to),
});
/** Puts something into the plugin, before its publisher. */
const put = (rule: RuleId, what: string, xml: string): Broken => set(rule, what, '<publisher', `${xml}\n  <publisher`);
const putField = (rule: RuleId, what: string, xml: string): Broken =>
  set(rule, what, '</access_request>', `${xml}\n</access_request>`);

const link = (inside: string, more = 'path="/x"', id = 'admin.header') =>
  `<links><link display-text="X" ${more}><ui_contexts><ui_context id="${id}"/>${inside}</ui_contexts></link></links>`;
const saml = (attributes: string, inside = '') => `<saml name="s" ${attributes}>${inside}</saml>`;
const asProvider = 'entity-id="e" base-url="https://support.example.org"';

export const brokenManifests: Broken[] = [
  set('P01', 'is not well-formed', 'on the student', 'on & the student'),
  set('P01', 'has entities of its own', '<plugin ', '<!DOCTYPE plugin [<!ENTITY x "y">]>\n<plugin '),
  set('P01', 'says that it is not UTF-8', 'encoding="UTF-8"', 'encoding="ISO-8859-1"'),
  {
    rule: 'P01',
    what: 'begins with a byte order mark',
    change: (files) => files.set('plugin.xml', `\uFEFF${files.get('plugin.xml')}`),
  },
  set('P02', 'is in another namespace', 'plugin.powerschool.pearson.com"', 'plugin.powerschool.com"'),
  put('P03', 'has an unknown element', '<menu/>'),
  put('P03', 'has an element in capitals', '<Links/>'),
  put('P03', 'has an element of another namespace', '<links xmlns="http://example.org"/>'),
  set('P03', 'has an unknown attribute', 'email=', 'fax="1" email='),
  set('P04', 'has text between elements', '<publisher', 'Hello <publisher'),
  set('P04', 'has text in a field', 'field="NAME" access="ViewOnly"/>', 'field="NAME" access="ViewOnly">name</field>'),
  set('P05', 'has a boolean in words', 'allow-auth-code="true"', 'allow-auth-code="yes"'),
  set('P10', 'has no name', 'name="Student Support Page"\n        version', 'version'),
  set('P10', 'has a name of 41 characters', 'name="Student Support Page"\n', `name="${'x'.repeat(41)}"\n`),
  set('P11', 'has a long version', 'version="1.2.3"', `version="${'1.'.repeat(11)}"`),
  set('P11', 'has a long description', 'description="', `description="${'x'.repeat(256)}`),
  set('P12', 'has no version', 'version="1.2.3"', ''),
  set('P13', 'has a blank at the end of the name', 'name="Student Support Page"\n', 'name="Student Support Page "\n'),
  set('P14', 'has a class', 'version="1.2.3"', 'version="1.2.3" class="x"'),
  put('P15', 'has oauth twice', '<oauth/>'),
  set('P16', 'has two publishers', '</plugin>', '<publisher name="X"><contact email="a@b"/></publisher></plugin>'),
  put('P17', 'has identityAttribute', '<identityAttribute/>'),
  set('P20', 'has a long email', 'email="', `email="${'x'.repeat(30)}`),
  set('P20', 'has no contact', '<contact email="student-support@example.org"/>', ''),
  set('P21', 'has an email without @', 'email="student-support@', 'email="student-support.'),
  set('P30', 'has an unknown attribute of oauth', '<oauth ', '<oauth scope="all" '),
  set('P30', 'has an unknown level of access', '<oauth ', '<oauth accessLevelV1Api="WRITE" '),
  set('P31', 'has something else in oauth', '<allow-persona>staff', '<scope/><allow-persona>staff'),
  set('P32', 'lets in a persona that does not exist', '<allow-persona>teacher', '<allow-persona>principal'),
  set('P32', 'lets in a persona twice', '<allow-persona>teacher', '<allow-persona>staff'),
  set('P33', 'does not say where to send people back to', 'redirect-uri="/sign-in/callback"', ''),
  set('P34', 'has a base-url without https', 'base-url="https:', 'base-url="http:'),
  set('P35', 'has a redirect-uri that is no path', 'redirect-uri="/', 'redirect-uri="'),
  set('P36', 'asks for what only a newer SIS knows', '<oauth ', '<oauth accessLevelV1Api="NONE" '),
  set('P37', 'lets in parents', '<allow-persona>teacher', '<allow-persona>parent'),
  putField('P40', 'has something else in access_request', '<table name="STUDENTS"/>'),
  {
    rule: 'P41',
    what: 'has cdn_request after the fields',
    change(files) {
      const [request = ''] = /<cdn_request>[\s\S]*<\/cdn_request>/.exec(files.get('plugin.xml') ?? '') ?? [];
      edit(files, 'plugin.xml', request, '');
      edit(files, 'plugin.xml', '</access_request>', `${request}</access_request>`);
    },
  },
  set('P42', 'has access in small letters', 'field="NAME" access="ViewOnly"', 'field="NAME" access="viewonly"'),
  putField('P43', 'asks for every column', '<field table="ROLEDEF" field="*" access="ViewOnly"/>'),
  putField('P44', 'asks twice', '<field table="RoleDef" field="Name" access="ViewOnly"/>'),
  putField(
    'P44',
    'asks twice, differently',
    '<field table="U_SSP_X" field="A" access="FullAccess"/><field table="U_SSP_X" field="A" access="ViewOnly"/>',
  ),
  set('P45', 'asks to write into the SIS', 'field="NAME" access="ViewOnly"', 'field="NAME" access="FullAccess"'),
  putField('P46', 'asks to write into a view', '<field table="PS_ENROLLMENT" field="ID" access="FullAccess"/>'),
  set('P47', 'does not ask for what its query reads', '<field table="ROLEDEF" field="NAME" access="ViewOnly"/>', ''),
  putField('P48', 'asks for what nothing reads', '<field table="STUDENTS" field="DOB" access="ViewOnly"/>'),
  set('P49', 'has a host without a name', 'cdn name="support.example.org"', 'cdn name=""'),
  set('P50', 'lets in another host', '</cdn_request>', '<cdn name="cdn.example.com"/></cdn_request>'),
  put('P60', 'has no link in links', '<links/>'),
  put('P60', 'has a link without a place', '<links><link display-text="X" path="/x"/></links>'),
  put('P61', 'has a link in a place that does not exist', link('', 'path="/x"', 'admin.footer')),
  put('P61', 'has a link in a place twice', link('<ui_context id="admin.header"/>')),
  put('P62', 'has a link for parents', link('<ui_context id="guardian.header"/>')),
  put('P63', 'has a link without a path', link('', '')),
  put('P64', 'has an openid host with a scheme', `<openid host="https://x.example">${link('')}</openid>`),
  put('P64', 'has an openid port that is none', `<openid host="x.example" port="70000">${link('')}</openid>`),
  put(
    'P65',
    'has the parts of saml in another order',
    saml(asProvider, `<permissions><permission name="a" value="b" description="c"/></permissions>${link('')}`),
  ),
  put('P66', 'has saml without an address', saml('')),
  put('P67', 'has a long address of saml', saml(`${asProvider} metadata-url="https://${'x'.repeat(256)}"`)),
  put(
    'P68',
    'has attributes for nobody',
    saml(asProvider, '<attributes><user type="nobody"><attribute name="a"/></user></attributes>'),
  ),
  put(
    'P69',
    'has a permission without a value',
    saml(asProvider, '<permissions><permission name="a" description="c"/></permissions>'),
  ),
  put(
    'P70',
    'has an inline sign-in for nobody',
    saml(asProvider, '<inline_authentication><user_types><user_type name="x"/></user_types></inline_authentication>'),
  ),
  put('P80', 'registers without https', '<registration url="http://support.example.org/x"/>'),
  put(
    'P81',
    'has callback-data after a parameter',
    '<registration url="https://support.example.org/x"><parameter name="a"/><callback-data>x</callback-data></registration>',
  ),
  put('P90', 'has something else in autoinstall', '<autoinstall><now/></autoinstall>'),
  put('P91', 'is enabled by itself', '<autoinstall><autoenable/></autoinstall>'),
];
