import type { Edge } from './gate.ts';
import type { Victim } from './product.ts';
import type { Story } from './sale.ts';

/** One moment of a sale at which a process is killed. */
export type KillPoint = {
  story: Story;
  victims: readonly Victim[];
  /** A commit of the victim, or a message on the wire: `near` is till–backend, `far` is backend–Alipay+. */
  at:
    | { commit: string; edge: 'before' | 'after' }
    | {
        wire: 'near' | 'far';
        call: string;
        edge: Edge;
        /** What becomes of the message whose sender or receiver is dead; `late`: it arrives when all is over. */
        fate: 'handed on' | 'dropped' | 'late';
      };
  /** The next host is killed too, while it takes the payment up. */
  againAt?: { commit: string; edge: 'before' | 'after' };
};

export function nameOf({ story, victims, at, againAt }: KillPoint): string {
  const who = victims.join(' and ');
  const again = againAt === undefined ? '' : `, again ${againAt.edge} commit of ${againAt.commit}`;
  if ('commit' in at) return `${story}: ${who} ${at.edge} commit of ${at.commit}${again}`;
  const { wire, call, edge, fate } = at;
  const where =
    edge === 'request' ? 'before the request' : edge === 'answer' ? 'before the answer' : 'after the answer';
  return `${story}: ${who} ${where} of ${call} ${wire === 'near' ? 'to the backend' : 'to Alipay+'}, ${fate}`;
}

/** Before and after every commit that an undisturbed sale made. */
export function commitPoints(story: Story, victim: Victim, commits: readonly string[]): KillPoint[] {
  const edges = ['before', 'after'] as const;
  return commits.flatMap((commit) => edges.map((edge) => ({ story, victims: [victim], at: { commit, edge } })));
}

/** Before each request, before and after each answer, on both stretches of wire. */
export const wirePoints: readonly KillPoint[] = [
  ...messagePoints('approves', 'pay'),
  ...messagePoints('confirms', 'inquiry'),
  ...messagePoints('stopped', 'cancel'),
  ...(['host', 'backend'] as const).map((victim): KillPoint => {
    const wire = victim === 'host' ? 'near' : 'far';
    return { story: 'approves', victims: [victim], at: { wire, call: 'pay', edge: 'request', fate: 'late' } };
  }),
  {
    story: 'approves',
    victims: ['host', 'backend'],
    at: { wire: 'far', call: 'pay', edge: 'answer', fate: 'dropped' },
  },
  {
    story: 'stopped',
    victims: ['host', 'backend'],
    at: { wire: 'far', call: 'cancel', edge: 'answer', fate: 'dropped' },
  },
];

/** The crash during the recovery from a crash. */
export const doublePoints: readonly KillPoint[] = (['before', 'after'] as const).map((edge) => ({
  story: 'approves',
  victims: ['host'],
  at: { commit: 'pay.intent', edge: 'after' },
  againAt: { commit: 'boot', edge },
}));

function messagePoints(story: Story, call: string): KillPoint[] {
  const at = (wire: 'near' | 'far', edge: Edge, fate: 'handed on' | 'dropped', victim: Victim): KillPoint => ({
    story,
    victims: [victim],
    at: { wire, call, edge, fate },
  });
  return [
    at('near', 'request', 'dropped', 'host'),
    at('near', 'request', 'handed on', 'host'),
    at('near', 'request', 'dropped', 'backend'),
    at('far', 'request', 'dropped', 'backend'),
    at('far', 'request', 'handed on', 'backend'),
    at('far', 'answer', 'dropped', 'backend'),
    at('far', 'answered', 'handed on', 'backend'),
    at('near', 'answer', 'dropped', 'backend'),
    at('near', 'answer', 'dropped', 'host'),
    at('near', 'answered', 'handed on', 'host'),
  ];
}
