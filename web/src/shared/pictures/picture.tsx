import { IconPhoto } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./picture.module.css";

/** How wide each kept size is at most, as the server keeps them. */
const WIDTHS = { small: 160, medium: 480, large: 1280 } as const;

/** In what room a picture is shown; the browser picks the file that is sharp enough for its screen. */
const ROOM = {
  small: "96px",
  medium: "(max-width: 30em) 100vw, 320px",
  large: "(max-width: 60em) 100vw, 720px",
} as const;

export type PictureSize = keyof typeof WIDTHS;

/** Where one size of a picture is. */
function pictureAddress(id: string, size: PictureSize): string {
  return `/pictures/${id}/${size}.jpg`;
}

/** A picture in a frame of fixed proportions, so that nothing jumps when it comes; a quiet sign where there is none. */
export function Picture(props: {
  /** None: there is no picture. */
  id: string | null;
  /** What it shows; empty only where the text beside it says so. */
  alt: string;
  size: PictureSize;
}) {
  const { id, alt, size } = props;
  const [broken, setBroken] = useState<string | null>(null);
  if (id === null || id === broken) {
    const named = alt === "" ? { "aria-hidden": true } : { role: "img", "aria-label": alt };
    return (
      <span className={classes.frame} data-size={size} data-testid="no-picture" {...named}>
        <IconPhoto className={classes.none} stroke={1.25} aria-hidden />
      </span>
    );
  }
  const files = (Object.keys(WIDTHS) as PictureSize[]).map(
    (it) => `${pictureAddress(id, it)} ${WIDTHS[it]}w`,
  );
  return (
    <span className={classes.frame} data-size={size}>
      <img
        src={pictureAddress(id, size)}
        srcSet={files.join(", ")}
        sizes={ROOM[size]}
        alt={alt}
        width={4}
        height={3}
        loading="lazy"
        decoding="async"
        className={classes.image}
        onError={() => setBroken(id)}
      />
    </span>
  );
}
