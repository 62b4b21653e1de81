import { EMOJI_GROUPS, stepEmoji, type EmojiPlace, type EmojiStep } from '../../admin/src/components/emoji-groups';

describe('EMOJI_GROUPS', () => {
  const all = EMOJI_GROUPS.flatMap(({ emoji }) => emoji);

  it('holds a few hundred, each one emoji, in no group twice', () => {
    expect(all.length).toBeGreaterThan(400);
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    expect(all.filter((emoji) => [...segmenter.segment(emoji)].length !== 1)).toEqual([]);
    expect(all.filter((emoji) => !/\p{Emoji}/u.test(emoji))).toEqual([]);
    for (const { emoji } of EMOJI_GROUPS) expect(new Set(emoji).size).toBe(emoji.length);
  });
});

describe('stepEmoji', () => {
  // Two groups at four a row: 6 (4 + 2) and 5 (4 + 1).
  const steps: [string, EmojiPlace, EmojiStep, EmojiPlace][] = [
    ['next within a group', { group: 0, index: 0 }, 'next', { group: 0, index: 1 }],
    ['next into the next group', { group: 0, index: 5 }, 'next', { group: 1, index: 0 }],
    ['next at the end stays', { group: 1, index: 4 }, 'next', { group: 1, index: 4 }],
    ['previous into the group before', { group: 1, index: 0 }, 'previous', { group: 0, index: 5 }],
    ['previous at the start stays', { group: 0, index: 0 }, 'previous', { group: 0, index: 0 }],
    ['down a row', { group: 0, index: 1 }, 'down', { group: 0, index: 5 }],
    ['down into a shorter row', { group: 0, index: 3 }, 'down', { group: 0, index: 5 }],
    ['down into the next group', { group: 0, index: 5 }, 'down', { group: 1, index: 1 }],
    ['down at the end stays', { group: 1, index: 4 }, 'down', { group: 1, index: 4 }],
    ['up a row', { group: 1, index: 4 }, 'up', { group: 1, index: 0 }],
    ['up into the last row of the group before', { group: 1, index: 3 }, 'up', { group: 0, index: 5 }],
    ['up at the start stays', { group: 0, index: 2 }, 'up', { group: 0, index: 2 }],
  ];
  it.each(steps)('%s', (_name, from, step, to) => {
    expect(stepEmoji([6, 5], from, step, 4)).toEqual(to);
  });
});
