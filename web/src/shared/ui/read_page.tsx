import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "./links";
import { Page } from "./page";
import { Problem, type Read, ReadState } from "./states";

/** A page whose one object is read first; without it the page still has a name and a way on. */
export function ReadPage<T>(props: { read: Read<T>; children: (data: T) => ReactNode }) {
  const { read } = props;
  if (read.data !== undefined || !read.error) return <ReadState {...props} />;
  return <Unread error={read.error} retry={() => void read.refetch()} />;
}

/** What stands instead of a page that cannot be shown to the reader. */
export function Unread(props: { error: unknown; retry?: () => void; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Page title={t("state.unread")} width={860}>
      {props.children ?? <Problem error={props.error} retry={props.retry} />}
      <div>
        <ButtonLink to="/" variant="default">
          {t("state.home")}
        </ButtonLink>
      </div>
    </Page>
  );
}
