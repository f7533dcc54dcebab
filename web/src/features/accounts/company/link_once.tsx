import { useTranslation } from "react-i18next";
import { ShownOnce } from "../shown_once";

/** A one-time link. The server names only the path; people need the address. */
export function LinkOnce({ link, onDone }: { link: string; onDone(): void }) {
  const { t } = useTranslation();
  return (
    <ShownOnce
      secret={link === "" ? "" : new URL(link, window.location.origin).href}
      label={t("company.linkLabel")}
      hint={t("company.linkHint")}
      lost={t("company.linkLost")}
      onDone={onDone}
    />
  );
}
