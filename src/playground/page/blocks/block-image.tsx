import type { ReactNode } from 'react';
import { Icon } from '../elements/icon.tsx';

interface BlockImageProps {
  readonly image: { readonly alt_text: string; readonly image_url?: string };
  readonly title: string | null;
}

/** Nothing is fetched from elsewhere: an image of another server is named, with its address behind the name. */
export function BlockImage({ image, title }: BlockImageProps): ReactNode {
  const { alt_text: alt, image_url: url } = image;
  const isOwn = url?.startsWith(`${window.location.origin}/`) ?? false;
  return (
    <figure className="image">
      {title !== null && <figcaption>{title}</figcaption>}
      {isOwn ? (
        <img src={url} alt={alt} />
      ) : (
        <a href={url} target="_blank" rel="noopener noreferrer" className="image-elsewhere">
          <Icon name="image" /> {alt}
        </a>
      )}
    </figure>
  );
}
