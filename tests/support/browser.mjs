// The installed Chromium, or how to get one.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const { env, platform } = process;

/** Where systems put it; CHROMIUM_PATH comes first and alone, so that a wrong path is noticed. */
const usualPaths = () => {
  if (platform === 'darwin') {
    return ['/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'];
  }
  if (platform === 'win32') {
    const bases = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean);
    const places = [['Google', 'Chrome', 'Application', 'chrome.exe'], ['Chromium', 'Application', 'chrome.exe'], ['Microsoft', 'Edge', 'Application', 'msedge.exe']];
    return bases.flatMap((base) => places.map((place) => path.join(base, ...place)));
  }
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium'];
};

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Null where there is none. */
export const findChromium = () => (env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : usualPaths()).find(isExecutable) ?? null;

export const HOW_TO_GET_CHROMIUM = env.CHROMIUM_PATH
  ? `CHROMIUM_PATH is "${env.CHROMIUM_PATH}", and there is no program there.`
  : 'No Chromium was found. Install one (Debian and Ubuntu: apt-get install chromium; macOS: brew install --cask chromium; Windows: Chrome or Edge), or set CHROMIUM_PATH.';
