/** Answer of `POST /channels/:id/media/:media/library`: the copy in Strapi's Media Library. */
export interface LibraryFileView {
  id: number;
  name: string;
  url: string;
}

/** Answer of `POST /channels/:id/media/:media/fetch` (202). */
export interface FileFetchView {
  id: string;
  state: 'pending' | 'stored';
}
