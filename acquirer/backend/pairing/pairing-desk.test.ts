import { generateKeyPairSync } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { sampleSettings, type PairingRequest } from '#contract';
import { pairingCodeId, pairingKeyOf, textOfKey, tillProof } from '#protocol';

import { VirtualClock } from '../testing/virtual-clock.ts';
import { PairingDesk, wrongPerMinuteMax } from './pairing-desk.ts';

const codeKey = pairingKeyOf('K7QF2M9XPT');
const tillKey = textOfKey(generateKeyPairSync('ed25519').publicKey);
const revokedKey = textOfKey(generateKeyPairSync('ed25519').publicKey);
const nonce = '0123456789abcdef0123';

const named = { codeId: pairingCodeId(codeKey), terminalKey: tillKey, nonce };
const good: PairingRequest = { ...named, proof: tillProof(codeKey, named) };
const wrong: PairingRequest = { ...good, codeId: '0'.repeat(64) };

/** A desk that knows one code, and what it looked up and said. */
function newDesk() {
  const clock = new VirtualClock(1_790_000_000_000);
  const looked: PairingRequest[] = [];
  const said: string[] = [];
  const desk = new PairingDesk({
    clock,
    key: generateKeyPairSync('ed25519').privateKey,
    async redeem(request) {
      looked.push(request);
      if (request.codeId !== good.codeId) return null;
      if (request.terminalKey === revokedKey) return 'key-revoked';
      const { terminalId } = sampleSettings;
      return { terminalId, settings: JSON.stringify(sampleSettings), codeKey, usedAt: 1_790_000_000_000 };
    },
    paired: () => said.push('known'),
    log: (line) => said.push(line),
  });
  return { desk, clock, looked, said };
}

describe('the desk that pairs tills', () => {
  it('[T19] after ten wrong codes in a minute looks at none, be it right, until the minute is over', async () => {
    const { desk, clock, looked } = newDesk();
    for (let tries = 0; tries < wrongPerMinuteMax; tries++) {
      expect(await desk.answer(wrong)).toEqual({ is: 'refused', why: 'code-unknown' });
      await clock.advance(1_000);
    }
    const tooMany = { is: 'refused', why: 'too-many-tries' };
    expect([await desk.answer(good), await desk.answer(wrong)]).toEqual([tooMany, tooMany]);
    expect(looked).toHaveLength(wrongPerMinuteMax);
    await clock.advance(49_000);
    expect(await desk.answer(good)).toEqual(tooMany);
    await clock.advance(2_000);
    expect(await desk.answer(good)).toMatchObject({ is: 'paired' });
  });

  it('[T19] many at once are no more than ten one after the other', async () => {
    const { desk, looked } = newDesk();
    const answers = await Promise.all(Array.from({ length: 100 }, async () => await desk.answer(wrong)));
    expect(answers.filter((answer) => answer.is === 'refused' && answer.why === 'too-many-tries')).toHaveLength(90);
    expect(looked).toHaveLength(10);
  });

  it('right codes are no tries, and are answered alike each time but for the proof', async () => {
    const { desk } = newDesk();
    const first = await desk.answer(good);
    for (let times = 0; times < 20; times++) expect(await desk.answer(good)).toEqual(first);
    const again = { ...named, nonce: `${nonce}4` };
    const second = await desk.answer({ ...again, proof: tillProof(codeKey, again) });
    expect(second).toEqual({ ...first, proof: expect.not.stringContaining('proof' in first ? first.proof : '') });
  });

  it('[T16] says of a key that it was revoked, which is no try of a code', async () => {
    const { desk, said } = newDesk();
    const revoked = { ...good, terminalKey: revokedKey };
    for (let times = 0; times < 2 * wrongPerMinuteMax; times++)
      expect(await desk.answer(revoked)).toEqual({ is: 'refused', why: 'key-revoked' });
    expect(new Set(said)).toEqual(new Set(['a pairing was refused: its key was revoked']));
  });

  it('takes no key that is none, or is written in a second way', async () => {
    const { desk, looked } = newDesk();
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey;
    for (const terminalKey of ['A'.repeat(60), tillKey.replace(/.=*$/, 'B='), textOfKey(rsa)])
      expect(await desk.answer({ ...good, terminalKey })).toEqual({ is: 'refused', why: 'code-unknown' });
    expect(looked).toEqual([]);
  });

  it('[V37] says who was paired, and nothing of codes, their keys, ids and proofs', async () => {
    const { desk, said } = newDesk();
    await desk.answer(good);
    await desk.answer(wrong);
    expect(said).toEqual(['known', 'TILL1: paired', 'a pairing was refused: its code is worth nothing here']);
  });
});
