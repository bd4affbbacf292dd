import type { Json } from '../mutation/json-mutation.ts';

/** What a field must be, as the documents list it. Fields that are not listed are let be. */
export type Shape =
  | { text: readonly [charsMin: number, charsMax: number] }
  | { like: RegExp }
  | { oneOf: readonly string[] }
  | { whole: readonly [min: number, max: number] }
  | { list: Shape; size: readonly [min: number, max: number] }
  | { fields: Readonly<Record<string, Shape>>; need: readonly string[]; only?: true };

export type Fields = { [key: string]: Json };

export function fits(value: Json | undefined, shape: Shape): boolean {
  if ('fields' in shape) return fieldsFit(value, shape);
  if ('whole' in shape) {
    const [min, max] = shape.whole;
    return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
  }
  if ('list' in shape) return listFits(value, shape);
  if (typeof value !== 'string') return false;
  if ('oneOf' in shape) return shape.oneOf.includes(value);
  if ('like' in shape) return shape.like.test(value);
  return value.length >= shape.text[0] && value.length <= shape.text[1];
}

export function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of a field that is known to be text; nothing for any other. */
export function textIn(fields: Fields, key: string): string {
  const value = fields[key];
  return typeof value === 'string' ? value : '';
}

function fieldsFit(value: Json | undefined, { fields, need, only }: Extract<Shape, { fields: object }>): boolean {
  if (!isFields(value) || need.some((key) => !Object.hasOwn(value, key))) return false;
  if (only === true && Object.keys(value).some((key) => !Object.hasOwn(fields, key))) return false;
  return Object.entries(fields).every(([key, shape]) => !Object.hasOwn(value, key) || fits(value[key], shape));
}

function listFits(value: Json | undefined, { list, size }: Extract<Shape, { list: Shape }>): boolean {
  if (!Array.isArray(value) || value.length < size[0] || value.length > size[1]) return false;
  return value.every((item) => fits(item, list));
}

/** Alipay+ counts null as not given, wherever it stands (DOMAIN 11). */
export function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item)]])),
  );
}
