export { Icon, type IconName } from './Icon.tsx';
export { Mark, type MarkName } from './Mark.tsx';
export { Money, MoneyParts, spokenAmount } from './Money.tsx';
export { StoreWordMark } from './StoreWordMark.tsx';
export { Wordmark } from './Wordmark.tsx';
