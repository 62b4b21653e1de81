import { styled } from 'styled-components';
import { User } from '@strapi/icons';
import { initialsOf } from './channel-words';

const HUES = ['primary', 'secondary', 'success', 'warning', 'danger', 'alternative'] as const;

/** The same name has the same hue everywhere. */
const hueOf = (name: string): (typeof HUES)[number] => {
  let sum = 0;
  for (const sign of name) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9_973;
  return HUES[sum % HUES.length] ?? 'primary';
};

const Circle = styled.span<{ $hue: (typeof HUES)[number]; $size: 'S' | 'M' }>`
  display: inline-flex;
  flex: none;
  align-items: center;
  justify-content: center;
  width: ${({ $size }) => ($size === 'S' ? '2rem' : '4rem')};
  height: ${({ $size }) => ($size === 'S' ? '2rem' : '4rem')};
  border-radius: 50%;
  background: ${({ theme, $hue }) => theme.colors[`${$hue}200`]};
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: ${({ $size }) => ($size === 'S' ? '0.9rem' : '1.4rem')};
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
`;

/** Somebody's letters in a circle. The name stands beside it, or in `label`: a screen reader hears it once. */
export const Initials = ({ name, size = 'M', label }: { name: string; size?: 'S' | 'M'; label?: string }) => (
  <Circle $hue={hueOf(name)} $size={size} {...(label ? { role: 'img', 'aria-label': label, title: label } : { 'aria-hidden': true })}>
    {initialsOf(name) || <User fill="currentColor" width="55%" height="55%" aria-hidden />}
  </Circle>
);
