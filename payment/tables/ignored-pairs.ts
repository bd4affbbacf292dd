/**
 * What the table does not list: "every (state, event) pair not listed is ignored and logged". Typed by hand, state by
 * state: in `states`, each of `events` changes nothing, sends nothing and records nothing, because of `why`.
 */
export type IgnoredPairs = { states: readonly string[]; events: readonly string[]; why: string };

const notAsked = [
  'sent (SENT)',
  'sent (SENT, tx 2)',
  'waiting (WAIT, order known)',
  'unsure (UNSURE)',
  'unsure (UNSURE, tx 3)',
  'unsure (UNSURE, recovered)',
  'unsure (UNSURE, escalated)',
  'sent (SENT by order code)',
  'unsure (UNSURE by order code, recovered)',
  'shown (SHOWN)',
  'shown (SHOWN, code off)',
  'shown (SHOWN, escalated)',
];
const asked = [
  'sent (SENT, asked because of stop)',
  'sent (SENT, asked because of deadline)',
  'waiting (WAIT, order known, asked because of stop)',
  'waiting (WAIT, order known, asked because of deadline)',
  'unsure (UNSURE, asked because of stop)',
  'unsure (UNSURE, asked because of deadline)',
  'shown (SHOWN, code off, asked because of stop)',
];
const cancelling = [
  'cancelling (CANCELLING)',
  'cancelling (CANCELLING, order known)',
  'cancelling (CANCELLING, recovered)',
  'cancelling (CANCELLING, escalated)',
  'cancelling (CANCELLING, refused for good)',
  'cancelling (CANCELLING by order code)',
];
const finals = [
  'paid (PAID)',
  'paid (PAID (unwanted))',
  'declined (DECLINED)',
  'cancelled (CANCELLED)',
  'cancelled (CANCELLED, asked late)',
  'cancelled (CANCELLED, asked late, over)',
  'cancelled (CANCELLED by order code)',
  'conflict (CONFLICT)',
  'voided (VOIDED)',
];
const voiding = ['voiding (VOIDING)', 'voiding (VOIDING, refused for good)', 'voiding (VOIDING, escalated)'];

const cancelAnswers = ['succeeded', 'refused', 'refused for good', 'unknown', 'none'].map(
  (kind) => `cancel-answered ${kind}`,
);
const payAnswers = ['succeeded', 'failed', 'in-process', 'code', 'unknown', 'none'].map(
  (kind) => `pay-answered ${kind}`,
);
const lateAnswers = [
  'succeeded',
  'closed',
  'failed',
  'in-process',
  'unsettled',
  'not-exist',
  'refused',
  'unknown',
  'none',
].map((kind) => `inquiry-answered (late) ${kind}`);
const lateEvidence = [
  'pay-answered succeeded',
  'inquiry-answered (poll) succeeded',
  'inquiry-answered (ask) succeeded',
  'hint succeeded',
  'hint conflict',
];
const stops = ['stop', 'cancel-asked stop', 'cancel-asked deadline', 'cancel-asked recovery'];

/** Ignored under both policies. */
export const ignoredPairs: readonly IgnoredPairs[] = [
  { states: [...notAsked, ...asked], events: cancelAnswers, why: 'cancel-answer-without-cancel' },
  {
    states: [...notAsked, ...asked],
    events: [
      'timer cancel',
      'timer cancel-poll',
      'timer quiet',
      'timer cancel-quiet',
      'timer window-alarm',
      'timer window-end',
    ],
    why: 'timer-of-cancelling',
  },
  { states: [...notAsked, ...asked, ...cancelling], events: ['timer late'], why: 'timer-of-a-final' },
  { states: notAsked, events: ['timer ask'], why: 'nothing-is-asked' },
  {
    states: ['sent (SENT, tx 2)', 'unsure (UNSURE, tx 3)'],
    events: ['pay-answered code', 'pay-answered unknown', 'pay-answered none'],
    why: 'answer-to-an-earlier-send',
  },
  {
    states: [
      'unsure (UNSURE, escalated)',
      'shown (SHOWN, escalated)',
      'cancelling (CANCELLING, escalated)',
      'voiding (VOIDING, escalated)',
    ],
    events: ['timer escalate'],
    why: 'already-escalated',
  },
  { states: cancelling, events: stops, why: 'already-cancelling' },
  {
    states: cancelling,
    events: ['timer poll', 'timer deadline', 'timer ask', 'timer code-off'],
    why: 'timer-ended-by-cancelling',
  },
  {
    states: ['cancelling (CANCELLING, refused for good)'],
    events: ['pay-answered succeeded'],
    why: 'refused-for-good-an-inquiry-decides',
  },
  {
    states: ['cancelling (CANCELLING, refused for good)'],
    events: ['cancel-answered refused for good'],
    why: 'already-refused-for-good',
  },
  { states: voiding, events: payAnswers, why: 'pay-is-decided' },
  { states: voiding, events: stops, why: 'already-voiding' },
  {
    states: voiding,
    events: [
      'timer poll',
      'timer deadline',
      'timer ask',
      'timer code-off',
      'timer quiet',
      'timer cancel-poll',
      'timer late',
      'timer window-alarm',
      'timer window-end',
    ],
    why: 'timer-not-of-voiding',
  },
  { states: finals, events: ['stop'], why: 'nothing-is-open' },
  {
    states: ['cancelled (CANCELLED, asked late)', 'cancelled (CANCELLED, asked late, over)'],
    events: lateEvidence,
    why: 'late-evidence-is-being-asked-about',
  },
  {
    states: [
      'declined (DECLINED)',
      'cancelled (CANCELLED)',
      'cancelled (CANCELLED by order code)',
      'cancelled (CANCELLED, asked late, over)',
    ],
    events: [...lateAnswers, 'timer late'],
    why: 'late-inquiry-is-over',
  },
];

const onScreen = ['shown (SHOWN)', 'shown (SHOWN, escalated)'];
const asking = [...notAsked, ...asked];

const cancelAsked = stops.filter((event) => event !== 'stop');

/** At the till nobody but the cashier asks for a cancel; its own void of a paid payment comes later (row 29). */
export const ignoredAtTill: readonly IgnoredPairs[] = [
  { states: finals, events: cancelAsked, why: 'nothing-is-open' },
  {
    states: asking.filter((state) => !onScreen.includes(state)),
    events: ['timer code-off'],
    why: 'no-code-is-shown',
  },
];

/** The backend has no screen, and voids what is PAID or in CONFLICT (F8), but not where the acquirer has refused it for good. */
export const ignoredAtBackend: readonly IgnoredPairs[] = [
  {
    states: finals.filter((state) => state !== 'paid (PAID)' && state !== 'conflict (CONFLICT)'),
    events: cancelAsked,
    why: 'nothing-is-open',
  },
  { states: asking, events: ['timer code-off'], why: 'no-code-is-shown' },
];
