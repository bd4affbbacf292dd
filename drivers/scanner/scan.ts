import type { DriverFrame } from '#contract';

/** Why a scan gave no whole code. */
export type LostWhy = Extract<DriverFrame, { driver: 'lost' }>['why'];

/** What a scanner's bytes came to. There is no third thing: bytes that mean nothing give nothing. */
export type Reading = { is: 'scan'; text: string; aim: string | null } | { is: 'lost'; why: LostWhy };

export type SayReading = (reading: Reading) => void;
