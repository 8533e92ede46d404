// A mock of the server for working on pages: generated leads in memory, in the shapes of the API and the hub. For
// development only; it is not part of a build.
//
//   npm run mock            http://127.0.0.1:5080, also serves ../wwwroot/app with the strict Content-Security-Policy
//   LEADS=100000 RATE=500   number of leads, changes per second
//   PORT=5080               GET /mock/{pause,resume,cut,gap} simulates a silent, broken or lossy connection,
//                           GET /mock/score/{lead} sets a lead and its item to medium
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';

const size = Number(process.env.LEADS ?? 2400);
const rate = Number(process.env.RATE ?? 4);
const port = Number(process.env.PORT ?? 5080);
const built = fileURLToPath(new URL('../../wwwroot/app', import.meta.url));
const asOf = '2025-10-29';
const rulesVersion = '7c1f0a52e9';

let seed = 42;
const random = () => (seed = (seed * 1664525 + 1013904223) >>> 0) / 2 ** 32;
const pick = (list) => list[Math.floor(random() * list.length)];
const chance = (p) => random() < p;

const products = [
  ['DL360p Gen8 8-SFF CTO Server', '654081-B21', 'COMPUTE', 'DL360 Gen11'],
  ['DL380 Gen9 12LFF CTO Server', '719061-B21', 'COMPUTE', 'DL380 Gen12'],
  ['BL460c Gen8 10/20Gb FLB CTO Blade', '641016-B21', 'COMPUTE', 'BL460c Gen11'],
  ['3PAR StoreServ 8200 2N Storage Base', 'K2Q36A', '3PAR', 'Alletra MP B10000'],
  ['Primera A650 4-way Storage Base', 'N9Z46A', 'PRIMERA', null],
  ['StoreOnce 5250 Base System', 'BB924A', 'STOREONCE', null],
  ['8GB 2Rx4 PC3-10600R-9 Kit', '500662-B21', 'COMPUTE', null],
  ['300GB SAS 10K SFF ST HDD', '507127-B21', 'COMPUTE', null],
  ['Aruba 5406R zl2 Switch', 'J9821A', 'ARUBA', null],
  ['Synergy 12000 CTO Frame', '797740-B21', 'SYNERGY', null],
];
const names = [
  'Northwind Freight',
  'Halden Kraft AS',
  'Meridian Public Schools',
  '東海精密株式会社',
  'Corvina Foods',
  'Lakeshore Credit Union',
  'Ostrava Steel',
  'Bluefin Logistics',
  'Tarn & Vale Council',
  'Aurelia Biotech',
  'Kestrel Air Services',
  'Ridgeline Insurance',
  'Fjordbank',
  'Solano County',
  'Puerto Azul Cement',
  'Weststrand Hospital Group',
];
const types = ['renewal', 'hardware_refresh', 'service_attach'];
const statuses = ['new', 'contacted', 'qualified', 'converted', 'rejected'];
const bands = ['low', 'medium', 'high', 'critical'];
const weights = { urgency: 0.35, value: 0.3, propensity: 0.2, strategicFit: 0.15 };
const services = [
  'OS upgrade|HM002A1,HM002AE,HM002AC',
  'Health check|H9Q53AC',
  'Performance analysis|HM2P6A1#001',
  'Migration|',
  'Firmware upgrade|HA124A1#5QV',
];

const points = [50, 60, 70, 75, 80, 90, 95, 100];
const score = (f) => Math.round(100 * Object.entries(weights).reduce((s, [k, w]) => s + w * f[k], 0)) / 100;
const band = (s) => (s >= 75 ? 'critical' : s >= 60 ? 'high' : s >= 40 ? 'medium' : 'low');
const iso = (ago = 0) => new Date(Date.now() - ago).toISOString();

function lead(i) {
  const [product, productId, family] = pick(products);
  const type = pick(types);
  const isComponent = /Kit|HDD/.test(product);
  const serial = 'MX' + (1e9 + Math.floor(random() * 9e9)).toString(36).toUpperCase() + i.toString(36).toUpperCase();
  const factors = {
    urgency: pick(points),
    value: pick([40, 50, 60, 70, 80]),
    propensity: pick([30, 40, 50, 60, 70, 90]),
    strategicFit: pick([50, 75, 85, 90]),
  };
  if (chance(0.4)) [factors.urgency, factors.value, factors.propensity] = [50, 40, 30];
  const a = Math.floor(random() * names.length);
  const s = score(factors);
  const value =
    isComponent || chance(0.15)
      ? null
      : type === 'hardware_refresh'
        ? { min: 75000, max: 200000, currency: 'USD', basis: 'compute_refresh' }
        : { min: 50000, max: 100000, currency: 'USD', basis: 'storage_basic' };
  return {
    id: `hpe:${serial}:${type}`,
    type,
    status: chance(0.85) ? 'new' : pick(statuses),
    priority: band(s),
    score: s,
    factors,
    estimatedValue: value,
    account: { id: `name:${56000 + a}:${a}`, name: names[a] },
    item: { serial, productId, product, family, isComponent },
    territory: String(56000 + a * 37),
    risk: pick(bands),
    assignee: null,
    version: 1,
    nextChange: chance(0.6) ? '2025-11-' + String(1 + Math.floor(random() * 28)).padStart(2, '0') : null,
    asOf,
    rulesVersion,
    updatedAt: iso(random() * 9e8),
    services: services
      .filter(() => chance(0.5))
      .map((t) => ({
        name: t.split('|')[0],
        skus: t.split('|')[1].split(',').filter(Boolean),
        priority: 5,
        category: 'Storage SW',
        product: family,
      })),
  };
}

const leads = new Map(Array.from({ length: size }, (_, i) => lead(i)).map((l) => [l.id, l]));
const steps = new Map();
let made = size;
const isOpen = (l) => statuses.indexOf(l.status) < 3;

function portfolio() {
  const open = [...leads.values()].filter(isOpen);
  const n = (p) => open.filter(p).length;
  const valued = open.filter((l) => l.estimatedValue);
  return {
    accounts: size && names.length,
    items: Math.round(size * 1.7),
    territories: size && names.length,
    leads: {
      total: open.length,
      renewal: n((l) => l.type === types[0]),
      hardwareRefresh: n((l) => l.type === types[1]),
      serviceAttach: n((l) => l.type === types[2]),
      ...Object.fromEntries(bands.map((b) => [b, n((l) => l.priority === b)])),
    },
    leadValue: { amount: valued.reduce((s, l) => s + l.estimatedValue.max, 0), currency: 'USD', unknown: open.length - valued.length },
    pipeline: { weighted: size * 5310, currency: 'USD', unknown: 12, openOpportunities: 98 },
    atRisk: size && 5,
    itemsPastEndOfLife: Math.round(size * 0.61),
    asOf,
    rulesVersion,
    updatedAt: iso(),
  };
}

const keys = {
  score: (l) => l.score,
  priority: (l) => bands.indexOf(l.priority),
  type: (l) => types.indexOf(l.type),
  product: (l) => l.item.product.toLowerCase(),
  account: (l) => l.account.name.toLowerCase(),
  territory: (l) => l.territory,
  value: (l) => l.estimatedValue?.max ?? null,
  status: (l) => statuses.indexOf(l.status),
  updatedAt: (l) => l.updatedAt,
};

function list(q) {
  const many = (name) => q.get(name)?.split(',') ?? null;
  const [type, priority, status, territory] = ['type', 'priority', 'status', 'territory'].map(many);
  const text = q.get('text')?.toLowerCase();
  const found = [...leads.values()].filter(
    (l) =>
      (status ? status.includes(l.status) : isOpen(l)) &&
      (!type || type.includes(l.type)) &&
      (!priority || priority.includes(l.priority)) &&
      (!territory || territory.includes(l.territory)) &&
      (!text || `${l.account.name}\n${l.item.product}\n${l.item.serial}`.toLowerCase().includes(text)) &&
      l.score >= Number(q.get('minScore') ?? 0) &&
      (!q.get('account') || q.get('account') === l.account.id) &&
      (!q.get('family') || q.get('family') === l.item.family),
  );
  const sort = q.get('sort') ?? '-score';
  const key = keys[sort.replace('-', '')];
  const sign = sort.startsWith('-') ? -1 : 1;
  found.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return (x === y ? 0 : x === null ? 1 : y === null ? -1 : x < y ? -sign : sign) || (a.id < b.id ? -1 : 1);
  });
  const from = Number(q.get('cursor') ?? 0);
  const limit = Number(q.get('limit') ?? 50);
  return { items: found.slice(from, from + limit), next: from + limit < found.length ? String(from + limit) : null, total: found.length };
}

const itemId = (l) => l.id.slice(0, l.id.lastIndexOf(':'));

/** The item of a lead, complete as in `GET /items/{id}` and in every message of the topic `item:{id}`. */
function item(l) {
  const id = itemId(l);
  return {
    id,
    accountId: l.account.id,
    serial: l.item.serial,
    family: l.item.family,
    isComponent: l.item.isComponent,
    support: ['expired', 'uncovered'],
    risk: l.priority,
    riskScore: Math.round(l.score),
    daysPastEndOfLife: 3773,
    daysSinceSupportEnd: null,
    nextChange: l.nextChange,
    leads: types.map((type) => `${id}:${type}`).filter((lead) => leads.has(lead)),
    fields: { serial: l.item.serial, productId: l.item.productId, productName: l.item.product, endOfLife: '2015-07-01' },
    updatedAt: l.updatedAt,
  };
}

const itemNow = (id) => {
  const l = types.map((type) => leads.get(`${id}:${type}`)).find(Boolean);
  return l ? item(l) : null;
};

function detail(l) {
  const w = (factor, name, rows) =>
    rows.map(([rule, text, input, p]) => ({
      factor: name,
      rule,
      text,
      input,
      points: p,
      weight: weights[factor],
      contribution: Math.round(p * weights[factor] * 100) / 100,
    }));
  const f = l.factors;
  const lines = [
    ...w('urgency', 'urgency', [
      ['base', 'Every lead starts here', null, 50],
      ['past_end_of_life', 'More than 1,825 days past end of life', '3,773 days (2015-07-01 to 2025-10-29)', 30],
      ['support_expired', 'Support expired, more than 365 days ago', 'missing', 20],
      ...(f.urgency < 100 ? [['cap', 'As far as it goes', `${f.urgency} at most`, f.urgency - 100]] : []),
    ]),
    ...w('value', 'value', [
      ['base', 'Every lead starts here', null, 40],
      ['estimated_value', 'Estimated value', l.estimatedValue ? `${l.estimatedValue.max} USD` : 'missing', f.value - 40],
    ]),
    ...w('propensity', 'propensity', [
      ['base', 'Every lead starts here', null, 30],
      ['open_opportunities', 'Open opportunities', '7', f.propensity - 30],
    ]),
    ...w('strategicFit', 'strategic_fit', [
      ['base', 'Every lead starts here', null, 50],
      ['strategic_family', 'A strategic family', l.item.family, f.strategicFit - 50],
    ]),
  ];
  return {
    lead: l,
    explanation: { score: l.score, lines },
    riskExplanation: {
      score: 85,
      lines: [
        {
          factor: 'risk',
          rule: 'past_end_of_life',
          text: 'Past end of life',
          input: '3,773 days',
          points: 50,
          weight: 1,
          contribution: 50,
        },
        {
          factor: 'risk',
          rule: 'uncovered',
          text: 'No support',
          input: 'Warranty Expired - Uncovered Box',
          points: 35,
          weight: 1,
          contribution: 35,
        },
      ],
    },
    title: { renewal: 'Renew the support of ', hardware_refresh: 'Replace ', service_attach: 'Cover ' }[l.type] + l.item.product,
    description: `The support of this ${l.item.family.toLowerCase()} item has lapsed and its end of life was in 2015. Every further failure is paid by the hour, with parts from stock that is no longer made.`,
    recommendedAction: 'Call the account about a successor and offer support until it is in place',
    successor: products.find((p) => p[1] === l.item.productId)?.[3] ?? null,
    respondBy: { critical: asOf, high: '2025-11-05', medium: '2025-11-28', low: null }[l.priority],
    asOf,
    rulesVersion,
    steps: steps.get(l.id) ?? [],
    item: item(l),
  };
}

// The hub

const epoch = iso();
const sequences = { portfolio: 0, leads: 0 };
const sockets = new Map();
let paused = false;
const send = (ws, message) => ws.readyState === 1 && ws.send(JSON.stringify(message) + '\x1e');

function frame(topic, content) {
  // Heartbeats repeat the last sequence, like the server's.
  const sequence = content ? (sequences[topic] = (sequences[topic] ?? 0) + 1) : (sequences[topic] ?? 0);
  const target = { type: 1, target: 'Frame', arguments: [{ topic, epoch, sequence, beat: !content, ...content }] };
  if (!paused) for (const [ws, topics] of sockets) if (topics.has(topic)) send(ws, target);
}

function change(id, row, previousPriority) {
  waiting.set(id, { id, lead: row, ...(previousPriority && previousPriority !== row?.priority && { previousPriority }) });
}
const waiting = new Map();
const ids = [...leads.keys()];

setInterval(() => {
  for (let i = 0; i < rate / 20 && leads.size; i++) {
    if (rate < 20 && !chance(rate / 20)) continue;
    const l = leads.get(pick(ids));
    if (!l) continue;
    if (chance(0.08)) {
      const fresh = { ...lead(made++), status: 'new', updatedAt: iso() };
      leads.set(fresh.id, fresh);
      ids.push(fresh.id);
      change(fresh.id, fresh);
    } else if (chance(0.06)) {
      leads.delete(l.id);
      change(l.id, null);
    } else {
      const factors = { ...l.factors, urgency: pick(points) };
      const next = { ...l, factors, score: score(factors), priority: band(score(factors)), updatedAt: iso() };
      leads.set(l.id, next);
      change(l.id, next, l.priority);
    }
  }
  if (!waiting.size) return;
  const changes = [...waiting.values()];
  waiting.clear();
  // Every list gets every lead, which is harder for the client: it has to filter.
  for (const topic of watched()) {
    if (topic === 'leads' || topic.startsWith('leads?')) frame(topic, { changes });
    else if (topic.startsWith('item:') && changes.some((c) => c.id.startsWith(topic.slice(5) + ':')))
      frame(topic, { state: { item: itemNow(topic.slice(5)) } });
    else if (topic.startsWith('lead:')) changes.filter((c) => topic === `lead:${c.id}`).forEach((c) => frame(topic, { changes: [c] }));
  }
  const moved = changes
    .filter((c) => c.lead && c.previousPriority)
    .map((c) => ({
      id: String(++moves),
      change: {
        id: String(moves),
        at: iso(),
        kind: 'lead',
        lead: c.lead,
        account: c.lead.account,
        before: c.previousPriority,
        after: c.lead.priority,
        cause: null,
      },
    }));
  if (moved.length) frame('changes', { changes: moved });
}, 50);
let moves = 0;
const watched = () => new Set([...sockets.values()].flatMap((topics) => [...topics]));
setInterval(() => {
  for (const topic of watched()) frame(topic, topic === 'portfolio' ? { state: portfolio() } : undefined);
}, 1000);

const hub = new WebSocketServer({ noServer: true });
hub.on('connection', (ws) => {
  sockets.set(ws, new Set());
  ws.on('close', () => sockets.delete(ws));
  ws.on('message', (data) => {
    for (const text of String(data).split('\x1e').filter(Boolean)) {
      const m = JSON.parse(text);
      if (m.protocol) send(ws, {});
      else if (m.type === 6) send(ws, { type: 6 });
      else if (m.type === 1 && !paused) {
        const [topic] = m.arguments;
        sockets.get(ws)[m.target === 'Watch' ? 'add' : 'delete'](topic);
        send(ws, {
          type: 3,
          invocationId: m.invocationId,
          result: {
            topic,
            epoch,
            sequence: sequences[topic] ?? 0,
            state:
              topic === 'portfolio'
                ? portfolio()
                : topic.startsWith('item:')
                  ? { item: itemNow(topic.slice(5)) }
                  : { total: portfolio().leads.total },
          },
        });
      }
    }
  });
});

// HTTP

const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";
const kinds = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://x');
  const json = (status, body, headers = {}) =>
    response
      .writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers })
      .end(JSON.stringify(body));
  const path = decodeURIComponent(url.pathname);
  if (path === '/live/negotiate')
    return json(200, {
      negotiateVersion: 1,
      connectionId: 'c',
      connectionToken: String(Math.random()),
      availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text'] }],
    });
  if (path === '/api/v1/session') return json(200, { hasUsers: false, user: null, antiforgery: null, providers: [], roles: [] });
  if (path === '/api/v1/portfolio') return json(200, portfolio());
  if (path === '/api/v1/leads') return json(200, list(url.searchParams));
  if (path === '/api/v1/territories')
    return json(200, {
      items: [...new Set([...leads.values()].map((l) => l.territory))].sort().map((id) => ({ id })),
      next: null,
      total: names.length,
    });
  if (path.startsWith('/api/v1/items/')) {
    const found = itemNow(path.slice('/api/v1/items/'.length));
    return found ? json(200, found) : json(404, { title: 'Not found', status: 404 });
  }
  if (path === '/api/v1/changes') return json(200, { items: [], total: 0 });
  const [, id, tail] = /^\/api\/v1\/leads\/(.+?)(\/status)?$/.exec(path) ?? [];
  if (id) {
    const l = leads.get(id);
    if (!l) return json(404, { title: 'Not found', status: 404 });
    if (!tail) return json(200, detail(l), { etag: `"${l.version}"` });
    let body = '';
    for await (const part of request) body += part;
    const { status, reason } = JSON.parse(body);
    if (request.headers['if-match'] !== `"${l.version}"`) return json(412, { title: 'Changed meanwhile', status: 412 });
    if (!isOpen(l)) return json(409, { title: 'Not possible', detail: 'A closed lead takes no further steps.', status: 409 });
    const next = { ...l, status, version: l.version + 1, updatedAt: iso() };
    leads.set(id, next);
    steps.set(id, [...(steps.get(id) ?? []), { sequence: Date.now(), at: iso(), what: status, reason, by: 'you', refused: null }]);
    change(id, next);
    return json(200, next);
  }
  if (path.startsWith('/mock/')) {
    const what = path.slice(6);
    if (what.startsWith('score/')) {
      const l = leads.get(what.slice(6));
      const next = { ...l, score: 41, priority: 'medium', updatedAt: iso() };
      leads.set(l.id, next);
      change(l.id, next, l.priority);
    } else if (what === 'gap') for (const topic of Object.keys(sequences)) sequences[topic] += 3;
    else if (what === 'cut') for (const ws of sockets.keys()) ws.terminate();
    else paused = what === 'pause';
    return json(200, { what });
  }
  if (path === '/') return response.writeHead(302, { location: '/app/' }).end();
  const asset = extname(path) && path.startsWith('/app/') ? normalize(path.slice(5)) : 'index.html';
  try {
    const content = await readFile(join(built, asset.startsWith('..') ? 'index.html' : asset));
    response
      .writeHead(200, { 'content-type': kinds[extname(asset)] ?? 'application/octet-stream', 'content-security-policy': policy })
      .end(content);
  } catch {
    json(404, { title: 'Not found', status: 404 });
  }
});
server.on('upgrade', (request, socket, head) =>
  request.url.startsWith('/live') && !paused
    ? hub.handleUpgrade(request, socket, head, (ws) => hub.emit('connection', ws))
    : socket.destroy(),
);
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/app/ with ${size} leads, ${rate} changes a second`));
