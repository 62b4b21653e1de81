import { Flex } from '@strapi/design-system';
import type { TagView } from '../../../../plugin/contracts/channels';
import { useText } from '../../i18n';
import { TagLabel } from './TagLabel';

/** All tags of a conversation. */
export const TagList = ({ tags }: { tags: TagView[] }) => {
  const text = useText();
  return (
    <Flex tag="ul" gap={2} wrap="wrap" aria-label={text('work.tags')}>
      {tags.map((tag) => (
        <li key={tag.id} style={{ maxWidth: '100%' }}>
          <TagLabel tag={tag} />
        </li>
      ))}
    </Flex>
  );
};
