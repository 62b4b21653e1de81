import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { ArrowRight } from '@strapi/icons';
import type { ReferralView, ThreadMessage } from '../../../../plugin/contracts/channels';
import { useText } from '../../i18n';
import { isWeb } from './thread-words';

/** Where the customer comes from, in the words of the ad they pressed; its address is opened only when it is wanted. */
const Referral = ({ referral }: { referral: ReferralView }) => {
  const text = useText();
  const { headline, text: words, url, product } = referral;
  return (
    <Box background="neutral100" hasRadius padding={2} marginBottom={2}>
      <Typography variant="pi" textColor="neutral600" tag="p" style={{ overflowWrap: 'anywhere' }}>
        {product === null ? text('thread.referral') : text('thread.referral.product', { product })}
      </Typography>
      {headline && (
        <Typography fontWeight="bold" textColor="neutral800" tag="p" dir="auto" style={{ overflowWrap: 'anywhere' }}>
          {headline}
        </Typography>
      )}
      {words && (
        <Typography variant="pi" textColor="neutral800" tag="p" dir="auto" style={{ overflowWrap: 'anywhere' }}>
          {words}
        </Typography>
      )}
      {url && isWeb(url) && (
        <Link href={url} isExternal target="_blank" rel="noopener noreferrer nofollow">
          {text('thread.referral.open')}
        </Link>
      )}
    </Box>
  );
};

/** How a customer's message came about, above what it says. */
export const BubbleOrigin = ({ message: { forwarded, referral } }: { message: ThreadMessage }) => {
  const text = useText();
  return (
    <>
      {forwarded && (
        <Flex gap={1} color="neutral600">
          <ArrowRight aria-hidden fill="currentColor" width="1.2rem" height="1.2rem" />
          <Typography variant="pi" textColor="neutral600" style={{ fontStyle: 'italic' }}>
            {text('thread.forwarded')}
          </Typography>
        </Flex>
      )}
      {referral && <Referral referral={referral} />}
    </>
  );
};
