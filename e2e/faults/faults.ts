import type { Fault } from './fault.ts';
import { httpFaults } from './http-faults.ts';
import { messageFaults } from './message-faults.ts';
import { tcpFaults } from './tcp-faults.ts';
import { tlsFaults } from './tls-faults.ts';

/** Everything that goes wrong with one request in the matrix, from the cable up (RELIABILITY 3.5). */
export const faults: readonly Fault[] = [...tcpFaults, ...tlsFaults, ...httpFaults, ...messageFaults];
