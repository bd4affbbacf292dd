import type { Slip } from '../render/index.ts';
import type { PrinterView } from './control.ts';

/** The page for people: what the printer printed, and what can be done to it. Works without its script, but for the looking again. */
export function controlPage(view: PrinterView, slips: readonly Slip[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Emulated receipt printer</title>
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body data-changes="${view.changes}">
<header>
<h1>Emulated receipt printer</h1>
<p>Prints what arrives on port ${view.port}. ${connectionWords(view.connections)} ${pulseWords(view.pulses.length)}</p>
</header>
<main>
<section aria-labelledby="switches">
<h2 id="switches">At the printer</h2>
${switches.map((row) => switchRow(view, row)).join('\n')}
<form method="post" action="/condition">
<label>Bytes a second <input name="bytesPerSecond" type="number" min="1" max="10000000" placeholder="at once" value="${
    view.condition.bytesPerSecond ?? ''
  }"></label>
<button>Set the pace</button>
</form>
<h2>In the middle of a job</h2>
<form method="post" action="/trouble">
<label>After <input name="after" type="number" min="0" max="100000000" value="200" required></label>
<label>of <select name="of"><option value="printed">bytes printed</option><option value="received">bytes received</option><option value="lines">lines of paper</option></select></label>
<label>then <select name="becomes">${troubles.map(([value, words]) => `<option value="${value}">${words}</option>`).join('')}</select></label>
<button>Plan it</button>
</form>
</section>
<section aria-labelledby="slips">
<h2 id="slips">Paper</h2>
${slips.length === 0 ? '<p>Nothing is printed yet.</p>' : ''}
${slips.toReversed().map(slipFigure).join('\n')}
</section>
</main>
</body>
</html>
`;
}

export const pageStyle = `
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: #e9e7e2; color: #1d1c1a; }
header, main { max-width: 1200px; margin-inline: auto; padding: 16px; }
main { display: grid; grid-template-columns: minmax(280px, 400px) 1fr; gap: 32px; }
@media (max-width: 800px) { main { grid-template-columns: 1fr; } }
h1 { font-size: 24px; margin: 0; } h2 { font-size: 18px; margin: 16px 0 8px; }
form { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-block: 8px; }
fieldset { border: 0; padding: 0; margin: 8px 0; } legend { padding: 0; font-weight: 600; }
button, input, select { min-height: 48px; font: inherit; padding-inline: 12px; border: 1px solid #6b6862; border-radius: 6px; background: #fff; color: inherit; }
button[aria-pressed='true'] { background: #1d1c1a; color: #fff; }
input { inline-size: 120px; }
:focus-visible { outline: 3px solid #1a5fb4; outline-offset: 2px; }
figure { margin: 0 0 24px; } figcaption { margin-block-end: 4px; }
img { display: block; max-width: 100%; background: #fff; box-shadow: 0 1px 6px #0004; }
details { margin-block-start: 8px; } pre { overflow-x: auto; font: 14px/1.4 ui-monospace, monospace; }
`;

/** Shows anew what has changed, and leaves alone who is filling in a form. */
export const pageScript = `
const shown = document.body.dataset.changes;
setInterval(async () => {
  if (document.activeElement?.matches('input, select')) return;
  const answer = await fetch('/state').catch(() => null);
  if (answer?.ok && String((await answer.json()).changes) !== shown) location.reload();
}, 1000);
`;

type Switch = { name: keyof PrinterView['condition']; label: string; values: readonly (readonly [string, string])[] };

const yesOrNo = [
  ['false', 'No'],
  ['true', 'Yes'],
] as const;

const switches: readonly Switch[] = [
  {
    name: 'power',
    label: 'Power',
    values: [
      ['on', 'On'],
      ['off', 'Off'],
    ],
  },
  {
    name: 'cable',
    label: 'Network cable',
    values: [
      ['in', 'Plugged in'],
      ['out', 'Pulled out'],
    ],
  },
  {
    name: 'paper',
    label: 'Paper',
    values: [
      ['ok', 'Enough'],
      ['near-end', 'Nearly out'],
      ['out', 'Out'],
    ],
  },
  {
    name: 'cover',
    label: 'Cover',
    values: [
      ['closed', 'Closed'],
      ['open', 'Open'],
    ],
  },
  {
    name: 'drawer',
    label: 'Cash drawer',
    values: [
      ['closed', 'Closed'],
      ['open', 'Open'],
    ],
  },
  { name: 'drawerStuck', label: 'The drawer is stuck', values: yesOrNo },
  {
    name: 'fault',
    label: 'Fault',
    values: [
      ['none', 'None'],
      ['cutter', 'Cutter jammed'],
      ['overheated', 'Too hot'],
      ['broken', 'Broken'],
    ],
  },
  { name: 'mute', label: 'Mute: prints, answers nothing', values: yesOrNo },
  { name: 'hang', label: 'Hangs: takes nothing', values: yesOrNo },
];

const troubles = [
  ['paper:out', 'the paper runs out'],
  ['paper:near-end', 'the paper is nearly out'],
  ['cover:open', 'the cover is opened'],
  ['power:off', 'the power goes'],
  ['cable:out', 'the cable is pulled'],
  ['fault:cutter', 'the cutter jams'],
  ['mute:true', 'it falls mute'],
  ['hang:true', 'it hangs'],
] as const;

function switchRow({ condition }: PrinterView, { name, label, values }: Switch): string {
  const buttons = values.map(([value, words]) => {
    const isOn = String(condition[name]) === value;
    return `<button name="${name}" value="${value}" aria-pressed="${String(isOn)}">${words}</button>`;
  });
  return `<form method="post" action="/condition"><fieldset><legend>${label}</legend>${buttons.join(' ')}</fieldset></form>`;
}

function slipFigure(slip: Slip): string {
  const caption = `Slip ${slip.number}${slip.isCut ? '' : ', still on the roll'}`;
  const src = `/slips/${slip.number}.png?height=${slip.height}`;
  return `<figure><figcaption>${caption}</figcaption>
<img src="${src}" alt="${caption}; its text is below.">
<details><summary>Text of slip ${slip.number}</summary><pre>${escaped(slipText(slip))}</pre></details></figure>`;
}

function slipText(slip: Slip): string {
  return slip.entries
    .map((entry) => {
      switch (entry.kind) {
        case 'line':
          return entry.text;
        case 'code':
          return `[${entry.symbology}: ${entry.data}]`;
        case 'image':
          return `[picture, ${entry.width} × ${entry.height} dots]`;
        case 'cut':
          return entry.leaves > 0 ? '[cut; the last lines were not past the knife]' : '[cut]';
        case 'refused':
          return `[${entry.command} was not carried out: ${entry.why}]`;
      }
    })
    .join('\n');
}

function connectionWords(connections: number): string {
  return connections === 0
    ? 'No program is connected.'
    : `${connections} ${connections === 1 ? 'program is' : 'programs are'} connected.`;
}

function pulseWords(pulses: number): string {
  return pulses === 0 ? '' : `The drawer was kicked ${pulses === 1 ? 'once' : `${pulses} times`}.`;
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => names[character] ?? character);
}
