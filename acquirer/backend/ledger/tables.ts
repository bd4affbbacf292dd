import type { Generated } from 'kysely';

/** What PostgreSQL holds; `migrations/` makes it so. Times are ms since 1970 in `bigint`, which arrives as text. */
export type Tables = {
  /** One row per id: an attempt, or a tombstone (no hashes). `standing` and `unfinished` are caches of the records. */
  attempts: {
    payment_request_id: string;
    terminal_id: string;
    is: 'attempt' | 'tombstone';
    order_hmac: string | null;
    code_hmac: string | null;
    /** Its order's merchant and store. */
    store_id: string | null;
    standing: string;
    unfinished: boolean;
    /** How many records there are, and the hash of the last one. */
    records: Generated<number>;
    head: Generated<string>;
    inquired_at: Generated<string[]>;
    /** A CONFLICT about which the till has asked (row 26b). */
    conflict_told: Generated<boolean>;
  };
  /** Append-only: a trigger refuses every change. */
  records: {
    payment_request_id: string;
    seq: number;
    environment: string;
    wall_at: string;
    kind: string;
    version: number;
    /** The exact text that was hashed. */
    body: string;
    body_sha256: string;
    hash: string;
  };
  payment_ids: { payment_id: string; payment_request_id: string };
  /** One row per till. Without a key it is the one that this backend was started with (`--terminal`). */
  tills: {
    terminal_id: string;
    name: string | null;
    /** SPKI DER in base64. */
    public_key: string | null;
    /** The same of a till without pairing, as it was when it was last known and not revoked. */
    own_key: string | null;
    /** The exact text of its `ShopSettings`. */
    settings: string | null;
    paired_at: Date | null;
    revoked_at: Date | null;
  };
  /** Keys of tills that were revoked, as in `tills`: no till is paired with one again. */
  revoked_keys: { public_key: string };
  /** One row per code, until it has expired. `code_key` stands for the code: whoever has it can pair. */
  pairing_codes: {
    code_id: string;
    code_key: string;
    terminal_id: string;
    name: string | null;
    settings: string;
    expires_at: Date;
    wrong_proofs: Generated<number>;
    /** The till's key, as in `tills`, and when it came. */
    used_by: string | null;
    used_at: Date | null;
  };
  /** The last number of each till: it rises for ever. */
  hint_numbers: { terminal_id: string; last: string };
  hints: {
    terminal_id: string;
    number: string;
    payment_request_id: string;
    currency: string;
    value: string;
    says: string;
    at: string;
  };
  /** Messages from outside that were not believed; as many as a limit lets in. */
  security: { number: Generated<string>; at: string; why: string; about: string };
  /** One row: which world this ledger belongs to. */
  identity: { environment: string };
};
