import type { MessageKey } from '../i18n';

export interface EmojiGroup {
  label: MessageKey;
  emoji: readonly string[];
}

const of = (words: string): readonly string[] => words.trim().split(/\s+/);

/** The ones people react with; WhatsApp's own row. */
export const QUICK_REACTIONS: readonly string[] = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/** Common ones, in the order of a phone's keyboard. Without skin tones and flags. */
export const EMOJI_GROUPS: readonly EmojiGroup[] = [
  {
    label: 'emoji.group.faces',
    emoji: of(`😀 😃 😄 😁 😆 😅 🤣 😂 🙂 🙃 😉 😊 😇 🥰 😍 🤩 😘 😗 😚 😙 😋 😛 😜 🤪 😝 🤑 🤗 🤭 🤫 🤔 🤐 🤨 😐 😑 😶 😏 😒 🙄 😬 🤥 😌 😔 😪 🤤 😴 😷 🤒 🤕 🤢 🤮 🤧 🥵 🥶
      🥴 😵 🤯 🤠 🥳 😎 🤓 🧐 😕 😟 🙁 😮 😯 😲 😳 🥺 😦 😧 😨 😰 😥 😢 😭 😱 😖 😣 😞 😓 😩 😫 🥱 😤 😡 😠 🤬 😈 💀 💩 🤡 👻 🤖 😺 😸 😹 😻 😿 🙈 🙉 🙊`),
  },
  {
    label: 'emoji.group.people',
    emoji: of(`👋 🤚 ✋ 🖖 👌 🤏 ✌️ 🤞 🤟 🤘 🤙 👈 👉 👆 👇 ☝️ 👍 👎 ✊ 👊 🤛 🤜 👏 🙌 👐 🤲 🤝 🙏 ✍️ 💅 🤳 💪 👀 👂 👃 🧠 👅 👄 👶 🧒 👦 👧 🧑 👨 👩 🧓 👴 👵 🙅 🙆 💁 🙋 🙇 🤦 🤷 👮 👷
      👩‍💻 👨‍💻 👩‍🔧 👨‍🔧 👩‍🍳 👨‍🍳 🎅 🚶 🏃 💃 🕺 👪 👫`),
  },
  {
    label: 'emoji.group.hearts',
    emoji: of(`❤️ 🧡 💛 💚 💙 💜 🤎 🖤 🤍 💔 ❣️ 💕 💞 💓 💗 💖 💘 💝 💋 💯 💢 💥 💫 💦 💨 💬 💭 💤 ✨ ⭐ 🌟 🔥 🎉 🎊`),
  },
  {
    label: 'emoji.group.nature',
    emoji: of(`🐶 🐱 🐭 🐰 🦊 🐻 🐼 🐨 🐯 🦁 🐮 🐷 🐸 🐵 🐔 🐧 🐦 🦆 🦉 🐴 🦄 🐝 🦋 🐞 🐢 🐍 🐙 🐠 🐬 🐳 🐘 🐪 🌵 🌲 🌳 🌴 🌱 🍀 🍁 🍂 🌷 🌹 🌺 🌸 🌼 🌻 💐 🌍 🌙 ☀️ ⛅ ☁️ 🌧️ ⛈️ ❄️ ☃️ 🌈 ☔ 🌊`),
  },
  {
    label: 'emoji.group.food',
    emoji: of(`🍏 🍎 🍐 🍊 🍋 🍌 🍉 🍇 🍓 🍒 🍑 🥭 🍍 🥥 🥝 🍅 🥑 🥦 🥕 🌽 🌶️ 🥔 🍞 🥐 🧀 🥚 🍳 🥓 🍗 🍔 🍟 🍕 🌭 🥪 🌮 🌯 🥗 🍝 🍜 🍲 🍣 🍱 🍤 🍚 🍦 🍰 🎂 🍫 🍬 🍩 🍪 ☕ 🍵 🥤 🍺 🍻 🥂 🍷 🍸 🍾`),
  },
  {
    label: 'emoji.group.places',
    emoji: of(`🚗 🚕 🚌 🚓 🚑 🚒 🚚 🚛 🚜 🏍️ 🚲 🛵 🚂 🚆 🚇 ✈️ 🚀 🚁 ⛵ 🚢 ⚓ ⛽ 🚧 🗺️ 🏠 🏢 🏭 🏥 🏦 🏨 🏪 🏫 ⛪ 🕌 🗼 ⛲ 🏖️ 🏔️ ⛺ 🌅 ⚽ 🏀 🏈 ⚾ 🎾 🏐 🏓 🥊 🏆 🥇 🎮 🎲 🎸 🎵 🎬 🎨`),
  },
  {
    label: 'emoji.group.objects',
    emoji: of(`⌚ 📱 💻 🖨️ 🖱️ 📷 🎥 📞 ☎️ 📺 ⏰ ⏳ 🔋 🔌 💡 🔦 🧯 💵 💶 💰 💳 🧾 ⚖️ 🔧 🔨 🛠️ ⚙️ 🧲 💊 💉 🌡️ 🧹 🛒 🎁 🎈 📧 📦 📫 📄 📃 📊 📈 📉 📅 📋 📌 📍 📎 📏 ✂️ 🔒 🔓 🔑 📚 📖 🔍 ✏️ 📝 🔔 📣`),
  },
  {
    label: 'emoji.group.signs',
    emoji: of(`✅ ☑️ ✔️ ❌ ❎ ❗ ❓ ⚠️ 🚫 ⛔ 🆗 🆕 🆓 🆘 🔝 🔜 ➕ ➖ ✖️ ➗ ♻️ 🔄 ⬆️ ⬇️ ⬅️ ➡️ ↩️ ▶️ ⏸️ ⏹️ 🔴 🟠 🟡 🟢 🔵 🟣 ⚫ ⚪ 0️⃣ 1️⃣ 2️⃣ 3️⃣ 4️⃣ 5️⃣ 6️⃣ 7️⃣ 8️⃣ 9️⃣ 🔟 ©️ ®️ ™️ #️⃣`),
  },
];

/** Emoji in a row of the picker. */
export const EMOJI_COLUMNS = 8;

export interface EmojiPlace {
  group: number;
  index: number;
}

export type EmojiStep = 'next' | 'previous' | 'down' | 'up';

/** Where an arrow key leads, from one group into the next as the eye sees it; the place itself at both ends. */
export const stepEmoji = (sizes: readonly number[], { group, index }: EmojiPlace, step: EmojiStep, columns = EMOJI_COLUMNS): EmojiPlace => {
  const size = sizes[group] ?? 0;
  const column = index % columns;
  const before = sizes[group - 1];
  const after = sizes[group + 1];
  switch (step) {
    case 'next':
      if (index + 1 < size) return { group, index: index + 1 };
      return after === undefined ? { group, index } : { group: group + 1, index: 0 };
    case 'previous':
      if (index > 0) return { group, index: index - 1 };
      return before === undefined ? { group, index } : { group: group - 1, index: before - 1 };
    case 'down': {
      if (Math.floor(index / columns) < Math.floor((size - 1) / columns)) return { group, index: Math.min(index + columns, size - 1) };
      return after === undefined ? { group, index } : { group: group + 1, index: Math.min(column, after - 1) };
    }
    case 'up': {
      if (index >= columns) return { group, index: index - columns };
      if (before === undefined) return { group, index };
      const lastRow = Math.floor((before - 1) / columns) * columns;
      return { group: group - 1, index: Math.min(lastRow + column, before - 1) };
    }
  }
};
