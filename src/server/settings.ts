// All settings: what they mean, what holds when they are left out. `.env.example` and docs are held to this list.

export interface Setting {
  what: string;
  fallback?: string;
  secret?: boolean;
  example: string;
}

const DEFAULT_ROLE_MAP = JSON.stringify({
  'School counselor': 'support_staff',
  'School social worker': 'support_staff',
  'School psychologist': 'support_staff',
  'School nurse': 'support_staff',
  Principal: 'school_admin',
  'District administrator': 'district_admin',
  'State consultant': 'state_consultant',
  'System administrator': 'system_admin',
});

export const SETTINGS: Record<string, Setting> = {
  PORT: { what: 'port on which the service listens', fallback: '4001', example: '4001' },
  PUBLIC_URL: { what: 'address of the service as browsers see it', example: 'https://support.example.org' },
  RESPOND_URL: {
    what: 'another address of the service, as agencies see it, for serve --only respond',
    fallback: '',
    example: 'https://respond.example.org',
  },
  SIS_URL: { what: 'address of the SIS; only its pages may frame ours', example: 'https://sis.example.org' },
  TRUST_PROXY: {
    what: 'addresses of the reverse proxy whose forwarded headers count, or false',
    fallback: 'false',
    example: '127.0.0.1',
  },
  DATABASE_URL: {
    what: 'sqlite:path, or mssql://user:password@host:1433/database?encrypt=true&trustServerCertificate=false',
    secret: true,
    example: 'sqlite:data/support.sqlite',
  },
  DATABASE_READ_URL: {
    what: 'another mssql:// login, perhaps on a readable copy: reports and exports are read there, nothing else is',
    fallback: '',
    secret: true,
    example: 'mssql://student_support_reader:change-me@replica.example.org:1433/support?encrypt=true',
  },
  OIDC_ISSUER: {
    what: 'issuer of the SIS; left out: SIS_URL + /oauth2/',
    fallback: '',
    example: 'https://sis.example.org/oauth2/',
  },
  OIDC_CLIENT_ID: { what: 'client id that the SIS made for the plugin', example: 'c0ffee' },
  OIDC_CLIENT_SECRET: { what: 'client secret that the SIS made for the plugin', secret: true, example: 'change-me' },
  SESSION_KEYS: {
    what: 'keys that sign sessions and forms, id:base64 (32 bytes), comma between, the first one signs',
    secret: true,
    example: 's1:…',
  },
  NOTE_KEYS: {
    what: 'keys that encrypt notes, as SESSION_KEYS; keep old ones as long as notes exist',
    secret: true,
    example: 'n1:…',
  },
  AUDIT_KEYS: { what: 'keys that chain the audit, as SESSION_KEYS', secret: true, example: 'a1:…' },
  ROLE_MAP: { what: 'roles of the SIS to ours, JSON', fallback: DEFAULT_ROLE_MAP, example: DEFAULT_ROLE_MAP },
  CONFIG_DIR: {
    what: 'folder of the district’s own codes.json, crisis.json and profile.json; nothing is written there',
    fallback: '',
    example: '/etc/student-support',
  },
  STATE_PROFILE: {
    what: 'default, CT, TX, or a file: what differs by state',
    fallback: 'default',
    example: 'CT',
  },
  DISTRICT: {
    what: 'state, state LEA id, NCES id and name, JSON',
    example: '{"state":"CT","leaId":"0150011","ncesId":"0900450","name":"Harborview Public Schools"}',
  },
  TIME_ZONE: { what: 'time zone of the schools', fallback: 'America/New_York', example: 'America/New_York' },
  SUPPRESSION_N: {
    what: 'least number of students that an export may show (5 to 30, and not fewer than the state profile says)',
    fallback: '10',
    example: '10',
  },
  EXPORT_DIR: { what: 'folder for export packages', fallback: 'exports', example: '/var/lib/student-support/exports' },
  METRICS_TOKEN: {
    what: 'whoever sends it as Bearer may read /metrics from anywhere; left out: only this computer may',
    fallback: '',
    secret: true,
    example: 'change-me',
  },
  LOG_LEVEL: { what: 'trace, debug, info, warn, error or silent', fallback: 'info', example: 'info' },
};
