import * as React from 'react';
import { Box, Divider, Flex, Link, Typography } from '@strapi/design-system';
import { BulletList, ExternalLink, PinMap, ShoppingCart, User } from '@strapi/icons';
import { Link as RouterLink } from 'react-router-dom';
import type { ThreadContent, ThreadMessage } from '../../../../plugin/contracts/channels';
import type { ContactCard } from '../../../../plugin/domain/message';
import { pathOf } from '../../api/query';
import { useText, useTimes } from '../../i18n';
import { useMay } from '../../permissions';
import { BubbleFile } from './BubbleFile';
import { FormattedText } from './FormattedText';
import { LongList } from './LongList';
import { LongText } from './LongText';
import { hasNumber, isWeb } from './thread-words';

type Of<Kind extends ThreadContent['kind']> = Extract<ThreadContent, { kind: Kind }>;

const Small = ({ children }: { children: React.ReactNode }) => (
  <Typography variant="pi" textColor="neutral600" tag="p" style={{ overflowWrap: 'anywhere' }} dir="auto">
    {children}
  </Typography>
);

const Strong = ({ children }: { children: React.ReactNode }) => (
  <Typography fontWeight="bold" textColor="neutral800" tag="p" style={{ overflowWrap: 'anywhere' }} dir="auto">
    {children}
  </Typography>
);

const Head = ({ icon, children }: { icon: React.ReactNode; children: React.ReactNode }) => (
  <Flex gap={2} alignItems="flex-start" color="neutral600">
    <Box display="flex" paddingTop={1} aria-hidden>
      {icon}
    </Box>
    <Box minWidth={0}>{children}</Box>
  </Flex>
);

/** Buttons as the customer has them: to be seen here, not to be pressed. */
const Choices = ({ titles, label, icon }: { titles: string[]; label: string; icon?: React.ReactNode }) => (
  <ul aria-label={label}>
    {titles.map((title, index) => (
      <li key={index}>
        <Divider />
        <Flex justifyContent="center" gap={2} padding={2} color="neutral800">
          {icon}
          <Typography fontWeight="semiBold" textColor="neutral800" dir="auto" style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Typography>
        </Flex>
      </li>
    ))}
  </ul>
);

/** A message of several parts, ours as a rule. */
const Written = ({ header, body, footer, buttons }: Pick<Of<'interactive'>, 'header' | 'body' | 'footer' | 'buttons'>) => {
  const text = useText();
  return (
    <>
      {header && <Strong>{header}</Strong>}
      <FormattedText words={body} />
      {footer && <Small>{footer}</Small>}
      {buttons.length > 0 && <Choices titles={buttons} label={text('thread.buttons')} />}
    </>
  );
};

const Interactive = ({ content }: { content: Of<'interactive'> }) => {
  const text = useText();
  const { list, link } = content;
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Written {...content} />
      {list && (
        <details>
          <summary style={{ cursor: 'pointer' }}>
            <Flex inline gap={2} padding={2} color="neutral800">
              <BulletList fill="currentColor" aria-hidden />
              <Typography fontWeight="semiBold" dir="auto">
                {list.button}
              </Typography>
            </Flex>
          </summary>
          <ul aria-label={text('thread.list')}>
            {list.rows.map((row, index) => (
              <Box tag="li" key={index} paddingTop={1} paddingBottom={1} paddingLeft={2}>
                <Typography dir="auto" tag="p" style={{ overflowWrap: 'anywhere' }}>
                  {row.title}
                </Typography>
                {row.description && <Small>{row.description}</Small>}
              </Box>
            ))}
          </ul>
        </details>
      )}
      {link && (
        <>
          <Choices titles={[link.label]} label={text('thread.buttons')} icon={<ExternalLink fill="currentColor" aria-hidden />} />
          {isWeb(link.url) && <FormattedText words={link.url} />}
        </>
      )}
    </Flex>
  );
};

/** Coordinates from a customer are numbers; a map is opened only when it is wanted, and never drawn from afar. */
const Location = ({ content }: { content: Of<'location'> }) => {
  const text = useText();
  const place = `${content.latitude.toFixed(5)}, ${content.longitude.toFixed(5)}`;
  const map = pathOf('https://www.openstreetmap.org/', { mlat: content.latitude, mlon: content.longitude });
  return (
    <Head icon={<PinMap fill="currentColor" />}>
      {content.name && <Strong>{content.name}</Strong>}
      {content.address && <Small>{content.address}</Small>}
      <Typography tag="p" textColor="neutral800" dir="ltr">
        {place}
      </Typography>
      <Link href={`${map}#map=16/${content.latitude}/${content.longitude}`} isExternal target="_blank" rel="noopener noreferrer nofollow">
        {text('thread.location.open')}
      </Link>
    </Head>
  );
};

const Card = ({ card }: { card: ContactCard }) => {
  const text = useText();
  const may = useMay();
  return (
    <Head icon={<User fill="currentColor" />}>
      <Strong>{card.formattedName || text('thread.contact.nameless')}</Strong>
      {card.organisation && <Small>{card.organisation}</Small>}
      <ul>
        {card.phones.map(({ phone, type }, index) => (
          <li key={index}>
            <Flex gap={2} wrap="wrap">
              <Typography dir="ltr" style={{ overflowWrap: 'anywhere' }}>
                {phone}
              </Typography>
              {type && <Small>{type}</Small>}
              {may('contacts.read') && hasNumber(phone) && (
                <Link tag={RouterLink} to={pathOf('/plugins/whatsapp/contacts', { search: phone })}>
                  {text(may('contacts.write') ? 'thread.contact.add' : 'thread.contact.find')}
                </Link>
              )}
            </Flex>
          </li>
        ))}
        {(card.emails ?? []).map(({ email }, index) => (
          <li key={`mail ${index}`}>
            <Small>{email}</Small>
          </li>
        ))}
      </ul>
    </Head>
  );
};

const Order = ({ content }: { content: Of<'order'> }) => {
  const text = useText();
  const { money, number } = useTimes();
  const currencies = new Set(content.items.map(({ currency }) => currency));
  const total = currencies.size === 1 && content.items.every(({ price }) => price !== null) ? content.items.reduce((sum, { price, quantity }) => sum + (price ?? 0) * quantity, 0) : null;
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Head icon={<ShoppingCart fill="currentColor" />}>
        <Strong>{text('thread.order', { count: content.items.length })}</Strong>
      </Head>
      <LongList items={content.items}>
        {(item) => (
          <Flex justifyContent="space-between" gap={4}>
            <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
              {number(item.quantity)} × <bdi>{item.productId}</bdi>
            </Typography>
            <Typography textColor="neutral800" style={{ whiteSpace: 'nowrap' }}>
              {item.price === null ? '' : money(item.price * item.quantity, item.currency)}
            </Typography>
          </Flex>
        )}
      </LongList>
      {total !== null && content.items.length > 1 && (
        <Flex justifyContent="space-between" gap={4}>
          <Typography fontWeight="bold">{text('thread.order.total')}</Typography>
          <Typography fontWeight="bold">{money(total, content.items[0]?.currency ?? null)}</Typography>
        </Flex>
      )}
      {content.text && <FormattedText words={content.text} />}
    </Flex>
  );
};

const Poll = ({ content }: { content: Of<'poll'> }) => {
  const text = useText();
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Small>{text('thread.poll')}</Small>
      <Strong>{content.question}</Strong>
      <Choices titles={content.options} label={text('thread.poll.options')} />
    </Flex>
  );
};

/** What the file is that goes with words of its own: in a template's header, or with a message of a kind unknown here. */
const fileOf = (mimeType: string | null): 'image' | 'video' | 'audio' | 'document' => {
  const kind = (mimeType ?? '').split('/')[0];
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'document';
};

/** What a message says and shows, whatever kind it is. */
export const BubbleContent = ({ message }: { message: ThreadMessage }) => {
  const text = useText();
  const { content } = message;
  switch (content?.kind) {
    case undefined:
      return message.text ? <LongText words={message.text} /> : message.media ? <BubbleFile message={message} content={{ kind: 'file', file: fileOf(message.media.mimeType), caption: null }} /> : <Small>{text('thread.empty_message')}</Small>;
    case 'file':
      return <BubbleFile message={message} content={content} />;
    case 'location':
      return <Location content={content} />;
    case 'contacts':
      return (
        <LongList items={content.contacts} gap={3}>
          {(card) => <Card card={card} />}
        </LongList>
      );
    case 'interactive':
      return <Interactive content={content} />;
    case 'template':
      return (
        <Flex direction="column" alignItems="stretch" gap={1}>
          {message.media && <BubbleFile message={message} content={{ kind: 'file', file: fileOf(message.media.mimeType), caption: null }} />}
          {content.parts ? <Written {...content.parts} /> : message.text && <FormattedText words={message.text} />}
          <Small>{text('thread.template', { name: content.name, language: content.language })}</Small>
        </Flex>
      );
    case 'order':
      return <Order content={content} />;
    case 'poll':
      return <Poll content={content} />;
    case 'answer':
      return (
        <>
          <Small>{text('thread.answer')}</Small>
          <FormattedText words={content.text || message.text || ''} />
        </>
      );
    case 'unsupported':
      return (
        <>
          {message.text && <FormattedText words={message.text} />}
          <Small>{text('thread.unsupported', { what: content.what })}</Small>
        </>
      );
  }
};
