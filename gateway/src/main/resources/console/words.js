// How is something said? Numbers, times and codes, in as few words as will do.

export const count = new Intl.NumberFormat('en').format;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

export const time = instant => clock.format(new Date(instant));

export function moment(instant) {
  const when = new Date(instant);
  return when.toDateString() === new Date().toDateString() ? time(when) : date.format(when) + ' ' + time(when);
}

/** 1 request, 2 requests. */
export const many = (number, noun) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

/** 7 s, 3 min, 2 h 5 min. */
export function span(seconds) {
  if (seconds < 10) {
    return Math.max(0, seconds).toFixed(1) + ' s';
  }
  if (seconds < 120) {
    return Math.round(seconds) + ' s';
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) {
    return minutes + ' min';
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : Math.floor(hours / 24) + ' days';
}

export const ago = instant => instant ? span((Date.now() - new Date(instant)) / 1000) + ' ago' : 'never';

export function micros(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  return value < 1000 ? value + ' µs' : value < 1_000_000 ? (value / 1000).toFixed(value < 10_000 ? 1 : 0) + ' ms'
    : (value / 1_000_000).toFixed(1) + ' s';
}

/** 0, 0.3/s, 41/s. */
export function rate(value) {
  return value === null || Number.isNaN(value) ? '–'
    : (value === 0 ? '0' : value < 0.05 ? '<0.1' : value < 10 ? value.toFixed(1) : count(Math.round(value))) + '/s';
}

/** What each outcome is called, and the sign that tells it from the others without its colour. */
export const OUTCOMES = {
  passed: { word: 'passed', sign: '✓' },
  refused: { word: 'refused', sign: '✕' },
  shadowed: { word: 'shadow', sign: '◐' },
  failed: { word: 'failed', sign: '!' },
};

const FAULTS = ['KEYS_UNAVAILABLE', 'ACCESS_UNAVAILABLE', 'BACKEND_UNAVAILABLE', 'BACKEND_TIMEOUT', 'OVERLOADED', 'INTERNAL'];

export function outcome(event) {
  if (event.result === 'deny' && event.upstreamStatus !== null) {
    return 'shadowed';
  }
  if (event.code === null) {
    return event.result === 'deny' ? 'refused' : 'passed';
  }
  return FAULTS.includes(event.code) ? 'failed' : 'refused';
}

/** Every code, what it means, and who can do something about it. */
export const CODES = {
  TOKEN_MISSING: 'No bearer token came with the request. The caller signs in; the client’s developer sends it.',
  TOKEN_INVALID: 'The token proves nobody: not signed by Auth, or not for this platform. The caller signs in again.',
  TOKEN_EXPIRED: 'The token has run out. The client’s developer refreshes it in time.',
  SESSION_REVOKED: 'The session was ended, or the token is older than the user’s last change. The caller signs in again.',
  COMPANY_REQUIRED: 'The route is of a company, and x-org named none. The client’s developer sends it.',
  NOT_A_MEMBER: 'Not an active member of the company in x-org. The company’s administrator invites or reactivates.',
  SUBSCRIPTION_INACTIVE: 'The company’s base subscription does not count here. The company’s owner settles that.',
  MODULE_NOT_ENTITLED: 'The company has not bought the module, or not paid for it. The company’s owner does.',
  MODULE_NOT_GRANTED: 'Bought, and not granted to this member. The company’s administrator grants it.',
  PERMISSION_MISSING: 'The member lacks the permission. The company’s administrator grants it.',
  GRACE_READ_ONLY: 'In grace, reading only. The company’s owner pays what is due.',
  KEYS_UNAVAILABLE: 'Auth’s keys cannot be read, so no token can be checked. SRE: look at Auth.',
  ACCESS_UNAVAILABLE: 'Nobody could say what the member may do. SRE: look at Auth’s database and Core.',
  BACKEND_UNAVAILABLE: 'The backend cannot be reached, or its breaker is open. SRE, with its team.',
  BACKEND_TIMEOUT: 'The backend did not answer within the route’s timeout. SRE, with its team.',
  OVERLOADED: 'Too much at once, so it was answered early. SRE: see what is slow, or run more replicas.',
  REQUEST_AMBIGUOUS: 'Two parsers could read the request differently, so nobody gets to. The client’s developer corrects it.',
  NO_ROUTE: 'No route takes the path. The client’s developer corrects it, or the operator adds a route.',
  METHOD_NOT_ALLOWED: 'A route takes the path, and none this method.',
  BODY_TOO_LARGE: 'The body is larger than the route’s maxBody.',
  URI_TOO_LONG: 'The request line is longer than the door lets in.',
  RATE_LIMITED: 'More often than the route’s rateLimit allows.',
  HEADERS_TOO_LARGE: 'The headers are larger than the door lets in.',
  INTERNAL: 'A bug of the gateway’s own; its log tells more under the request’s id.',
};
