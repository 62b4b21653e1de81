import * as React from 'react';
import { useTheme } from 'styled-components';

type IconProps = React.SVGProps<SVGSVGElement>;

/** Our mark: a speech bubble with a document's lines in it. Not WhatsApp's own sign, which is a trademark. */
export const PluginIcon = ({ fill, ...props }: IconProps) => {
  const { colors } = useTheme();
  // Strapi's menu names a colour of the theme, as its own icons take it; to a browser that is no colour, and it draws black.
  const named = fill && fill in colors ? colors[fill as keyof typeof colors] : fill;
  return (
    <svg viewBox="0 0 32 32" width={16} height={16} fill={named ?? 'currentColor'} aria-hidden focusable="false" {...props}>
      <path d="M7 4a4 4 0 0 0-4 4v12a4 4 0 0 0 4 4h2v4.2a1 1 0 0 0 1.66.75L16.2 24H25a4 4 0 0 0 4-4V8a4 4 0 0 0-4-4H7Zm3 6.5h12a1.25 1.25 0 0 1 0 2.5H10a1.25 1.25 0 0 1 0-2.5Zm0 5h7.5a1.25 1.25 0 0 1 0 2.5H10a1.25 1.25 0 0 1 0-2.5Z" />
    </svg>
  );
};

const Stroke = ({ children, ...props }: IconProps) => (
  <svg
    viewBox="0 0 22 16"
    width="1.6rem"
    height="1.2rem"
    fill="none"
    stroke="currentColor"
    strokeWidth={2}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden
    focusable="false"
    {...props}
  >
    {children}
  </svg>
);

export const OneTick = (props: IconProps) => (
  <Stroke {...props}>
    <path d="m5 8.5 4 4 8-9" />
  </Stroke>
);

export const TwoTicks = (props: IconProps) => (
  <Stroke {...props}>
    <path d="m1.5 8.5 4 4 8-9" />
    <path d="m10 11 1.6 1.5 8-9" />
  </Stroke>
);
