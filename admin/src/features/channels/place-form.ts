import type { ReplyBody } from '../../../../plugin/contracts/channels';

export interface PlaceForm {
  latitude: string;
  longitude: string;
  name: string;
  address: string;
}

export const emptyPlace: PlaceForm = { latitude: '', longitude: '', name: '', address: '' };

const degrees = (words: string, limit: number): number | null => {
  const value = words.trim() === '' ? Number.NaN : Number(words.trim().replace(',', '.'));
  return Number.isFinite(value) && Math.abs(value) <= limit ? value : null;
};

export const latitudeOf = ({ latitude }: PlaceForm): number | null => degrees(latitude, 90);
export const longitudeOf = ({ longitude }: PlaceForm): number | null => degrees(longitude, 180);

/** `52.52, 13.405`, as maps copy a place: both at once. */
export const parsePair = (words: string): { latitude: string; longitude: string } | null => {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(words);
  return match ? { latitude: match[1] ?? '', longitude: match[2] ?? '' } : null;
};

export const placeOf = (form: PlaceForm): NonNullable<ReplyBody['location']> | null => {
  const [latitude, longitude] = [latitudeOf(form), longitudeOf(form)];
  if (latitude === null || longitude === null) return null;
  return { latitude, longitude, ...(form.name.trim() ? { name: form.name.trim() } : {}), ...(form.address.trim() ? { address: form.address.trim() } : {}) };
};
